import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDocuments } from '../../../../src/main/engine/documents/index.ts';
import { createSession } from '../../../../src/main/engine/session/index.ts';
import type { Document } from '../../../../src/shared/domain/customer.ts';
import { sameBytes } from '../../../../src/shared/bytes.ts';
import { testCache } from '../../../support/cache.ts';
import { documentWith } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { eventually } from '../../../support/eventually.ts';
import { testPorts } from '../../../support/ports.ts';
import { fill, smallDisk } from '../../../support/small-disk.ts';
import { seededRandom } from '../../../support/random.ts';
import { scriptedServer, sendProblem, type Script } from '../../../support/scripted-server.ts';
import { signedInAnswer } from '../../../support/session.ts';
import { newVault, vaultOwner } from '../../../support/vault.ts';

const plainOf = new Map<string, Uint8Array>();

/** A document of so many bytes that nobody has seen before. */
function newDocument(id: string, size = 1000): Document {
  const bytes = seededRandom(Number.parseInt(id.replace(/\D/g, ''), 10) + size).bytes(size);
  bytes.set(new TextEncoder().encode('%PDF-1.7 SPECIMEN'.slice(0, size)), 0);
  plainOf.set(id, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return documentWith({ id, customerId: 'c1', size, sha256 });
}

const contentOf = (path: string) => plainOf.get(path.split('/')[3] ?? '') ?? new Uint8Array();

/** Serves documents with Range, as the contract says. */
const serve: Script = ({ path, headers }, response) => {
  const bytes = contentOf(path);
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (from === 0) response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  else {
    response.writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
    response.end(bytes.subarray(from));
  }
};

async function world(script: Script = serve, options: { maxBytes?: number; directory?: string } = {}) {
  const server = await scriptedServer(script);
  const directory = options.directory ?? temporaryDirectory();
  const random = { ...seededRandom(Number(process.hrtime.bigint() % 100_000n)), fraction: () => 0.02 };
  const ports = testPorts({ directory, random });
  const vault = await newVault(ports, { ...vaultOwner, backendUrl: server.url });
  const session = createSession({ ports, vault });
  await session.adopt(signedInAnswer());
  const cache = testCache(ports);
  const changes: string[] = [];
  const start = () =>
    createDocuments({
      ports,
      api: session.api,
      database: cache.database,
      changed: ({ id }) => changes.push(id),
      ...(options.maxBytes !== undefined && { maxBytes: () => options.maxBytes ?? 0 }),
    });
  const documents = start();
  const folder = join(directory, 'documents');
  const files = () => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };
  return { server, documents, start, directory, folder, files, changes, ports };
}

test('a wanted document is fetched, verified and sealed; the plain bytes come back offline', async () => {
  const { documents, files } = await world();
  const document = newDocument('d1', 700_000);
  documents.setOnline(true);
  expect(documents.localState(document)).toBe('waiting');
  documents.want([document], 'ahead');
  await eventually(() => documents.localState(document) === 'ready' && documents.waiting() === 0);
  documents.setOnline(false);
  const read = await documents.read(document);
  expect(read.ok && sameBytes(read.value, contentOf('/v1/documents/d1'))).toBe(true);
  expect(files()).toHaveLength(1);
  await documents.stop();
});

test.skipIf(!smallDisk.available)(
  '[DSK-1] a document that finds no room is shown all the same, and kept when there is room (needs mount)',
  async () => {
    const directory = smallDisk.mount('3m');
    const { documents, files } = await world(serve, { directory });
    const document = newDocument('d91', 300_000);
    documents.setOnline(true);
    const filler = join(directory, 'filler');
    fill(filler);
    const read = await documents.read(document);
    expect(read.ok && sameBytes(read.value, contentOf('/v1/documents/d91'))).toBe(true);
    expect(documents.localState(document)).toBe('waiting');
    rmSync(filler);
    documents.want([document], 'ahead');
    await eventually(() => documents.localState(document) === 'ready');
    // What lay half written was taken away again.
    expect(files()).toHaveLength(1);
    fill(filler);
    expect((await documents.read(document)).ok).toBe(true);
    await documents.stop();
  },
);

test('[DOC-2] on the disk there is neither a magic number nor a name nor a piece of the document', async () => {
  const { documents, folder, files } = await world();
  const document = newDocument('d2', 5000);
  documents.setOnline(true);
  await documents.read(document);
  const [file] = await eventually(() => files().length === 1 && files());
  const sealed = readFileSync(join(folder, file ?? ''));
  const plain = Buffer.from(contentOf('/v1/documents/d2'));
  expect(sealed.includes('%PDF')).toBe(false);
  expect(sealed.includes('SPECIMEN')).toBe(false);
  for (let at = 0; at + 16 <= plain.length; at += 16)
    expect(sealed.includes(plain.subarray(at, at + 16))).toBe(false);
  expect(file).not.toContain(document.sha256.slice(0, 8));
  await documents.stop();
});

test('[DOC-1] bytes that have another hash on arrival are never shown', async () => {
  const document = newDocument('d3');
  const { documents, server, files } = await world((_, response) => {
    const forged = Buffer.from(contentOf('/v1/documents/d3'));
    forged[500] = (forged[500] ?? 0) ^ 1;
    response.writeHead(200).end(forged);
  });
  documents.setOnline(true);
  expect(await documents.read(document)).toMatchObject({ ok: false, problem: { kind: 'document_damaged' } });
  expect(documents.localState(document)).toBe('damaged');
  expect(files()).toHaveLength(0);
  // Asked for by a person it is tried again; ahead of time it is not.
  documents.want([document], 'ahead');
  expect(documents.waiting()).toBe(0);
  server.play(serve);
  expect((await documents.read(document)).ok).toBe(true);
  expect(documents.localState(document)).toBe('ready');
  await documents.stop();
});

test.each([
  ['fewer', 900],
  ['more', 1100],
])('[DOC-1] %s bytes than the document has are refused', async (_, length) => {
  const document = newDocument('d4');
  const { documents } = await world((_request, response) =>
    response.writeHead(200, { 'content-length': length }).end(Buffer.alloc(length)),
  );
  documents.setOnline(true);
  expect(await documents.read(document)).toMatchObject({ problem: { kind: 'document_damaged' } });
  await documents.stop();
});

test('[DOC-1] a sealed copy that was changed on the disk is thrown away and fetched again', async () => {
  const { documents, folder, files } = await world();
  const document = newDocument('d5');
  documents.setOnline(true);
  await documents.read(document);
  await eventually(() => files().length === 1);
  const path = join(folder, files()[0] ?? '');
  const sealed = readFileSync(path);
  sealed[100] = (sealed[100] ?? 0) ^ 1;
  writeFileSync(path, sealed);

  documents.setOnline(false);
  expect(await documents.read(document)).toEqual({ ok: false, problem: { kind: 'document_not_here' } });
  expect(documents.localState(document)).toBe('waiting');
  expect(files()).toHaveLength(0);
  documents.setOnline(true);
  expect((await documents.read(document)).ok).toBe(true);
  await documents.stop();
});

test('a copy whose file is gone is fetched again', async () => {
  const { documents, folder, files } = await world();
  const document = newDocument('d6');
  documents.setOnline(true);
  await documents.read(document);
  await eventually(() => files().length === 1);
  rmSync(join(folder, files()[0] ?? ''));
  expect((await documents.read(document)).ok).toBe(true);
  await documents.stop();
});

test('a download that breaks goes on where it broke', async () => {
  const document = newDocument('d7', 300_000);
  let broken = 0;
  const { documents, server } = await world((request, response) => {
    if (broken > 0) return serve(request, response);
    broken += 1;
    response.writeHead(200, { 'content-length': 300_000 });
    response.write(contentOf(request.path).subarray(0, 120_000), () =>
      setTimeout(() => response.destroy(), 20),
    );
    return undefined;
  });
  documents.setOnline(true);
  documents.want([document], 'ahead');
  await eventually(() => documents.localState(document) === 'ready');
  const resumed = server.requests.at(-1)?.headers;
  const from = Number(/^bytes=(\d+)-$/.exec(resumed?.range ?? '')?.[1]);
  expect(from).toBeGreaterThan(0);
  expect(from).toBeLessThanOrEqual(120_000);
  expect(resumed?.['if-range']).toBe(`"${document.sha256}"`);
  await documents.stop();
});

test('a backend without Range gives the whole again', async () => {
  const document = newDocument('d8', 300_000);
  let broken = 0;
  const { documents } = await world((request, response) => {
    const bytes = contentOf(request.path);
    response.writeHead(200, { 'content-length': bytes.length });
    broken += 1;
    if (broken > 1) response.end(bytes);
    else response.write(bytes.subarray(0, 150_000), () => setTimeout(() => response.destroy(), 20));
  });
  documents.setOnline(true);
  documents.want([document], 'ahead');
  await eventually(() => documents.localState(document) === 'ready');
  const read = await documents.read(document);
  expect(read.ok && sameBytes(read.value, contentOf('/v1/documents/d8'))).toBe(true);
  await documents.stop();
});

test('what is wanted now comes before what is wanted ahead, the case opened last first, four at once', async () => {
  const order: string[] = [];
  const held: (() => void)[] = [];
  const { documents } = await world((request, response) => {
    order.push(request.path.split('/')[3] ?? '');
    held.push(() => void serve(request, response));
  });
  const ahead = Array.from({ length: 6 }, (_, index) => newDocument(`d10${index}`));
  const first = [newDocument('d201'), newDocument('d202')];
  const last = [newDocument('d301'), newDocument('d302')];
  documents.want(ahead, 'ahead');
  documents.want(first, 'now');
  documents.want(last, 'now');
  documents.setOnline(true);
  await eventually(() => held.length === 4);
  await new Promise(resolve => setTimeout(resolve, 30));
  expect(order.toSorted()).toEqual(['d201', 'd202', 'd301', 'd302']);
  expect(documents.localState(first[0] ?? newDocument('none1'))).toBe('fetching');
  held.splice(0).forEach(answer => answer());
  await eventually(() => {
    held.splice(0).forEach(answer => answer());
    return documents.waiting() === 0;
  });
  expect(order).toHaveLength(10);
  expect(new Set(order).size).toBe(10);
  await documents.stop();
});

test('the last list of what is ahead counts: a person who scrolls leaves no trail of downloads', async () => {
  const { documents, server } = await world();
  const passedBy = Array.from({ length: 5 }, (_, index) => newDocument(`d40${index}`));
  const open = newDocument('d500');
  const ahead = [newDocument('d410'), newDocument('d411')];
  documents.want(passedBy, 'ahead');
  documents.want([open], 'now');
  documents.want(ahead, 'ahead');
  expect(documents.waiting()).toBe(3);
  documents.setOnline(true);
  await eventually(() => documents.waiting() === 0);
  const fetched = server.requests.map(({ path }) => path.split('/')[3] ?? '');
  expect(fetched.toSorted()).toEqual(['d410', 'd411', 'd500']);
  await documents.stop();
});

test('offline a document that is not here is said to be so, and whoever waits is told when the network goes', async () => {
  const { documents } = await world(() => undefined);
  const document = newDocument('d9');
  expect(await documents.read(document)).toEqual({ ok: false, problem: { kind: 'document_not_here' } });
  documents.setOnline(true);
  const reading = documents.read(document);
  await eventually(() => documents.localState(document) === 'fetching');
  documents.setOnline(false);
  expect(await reading).toMatchObject({ problem: { kind: 'document_not_here' } });
  await documents.stop();
});

test('a purged document is named, not tried for ever', async () => {
  const { documents, server } = await world((_, response) => sendProblem(response, 404, 'not_found'));
  documents.setOnline(true);
  expect(await documents.read(newDocument('d11'))).toMatchObject({ problem: { kind: 'not_found' } });
  expect(documents.waiting()).toBe(0);
  expect(server.requests).toHaveLength(1);
  await documents.stop();
});

test('the least recently read leaves first, pinned evidence stays', async () => {
  const { documents, files } = await world(serve, { maxBytes: 3000 });
  const all = [newDocument('d21'), newDocument('d22'), newDocument('d23'), newDocument('d24')];
  const [pinned, oldest, read, latest] = all;
  if (!pinned || !oldest || !read || !latest) throw new Error('four documents');
  documents.setOnline(true);
  documents.pin(new Set([pinned.sha256]));
  for (const document of [pinned, oldest, read]) {
    await documents.read(document);
    await eventually(() => documents.localState(document) === 'ready');
    await new Promise(resolve => setTimeout(resolve, 3));
  }
  await documents.read(latest);
  await eventually(() => documents.localState(latest) === 'ready');
  expect([pinned, oldest, read, latest].map(document => documents.localState(document))).toEqual([
    'ready',
    'waiting',
    'ready',
    'ready',
  ]);
  expect(files()).toHaveLength(3);
  await documents.stop();
});

test('a document that does not fit beside what is pinned drives nothing out and is not kept', async () => {
  const { documents, files } = await world(serve, { maxBytes: 3000 });
  const [pinned, other, large] = [newDocument('d25'), newDocument('d26'), newDocument('d27', 2500)];
  documents.setOnline(true);
  documents.pin(new Set([pinned.sha256]));
  for (const document of [pinned, other]) await documents.read(document);
  expect((await documents.read(large)).ok).toBe(true);
  expect([pinned, other, large].map(document => documents.localState(document))).toEqual([
    'ready',
    'ready',
    'waiting',
  ]);
  expect(files()).toHaveLength(2);
  await documents.stop();
});

test('documents that arrive at the same time do not fill more than the limit', async () => {
  const { documents, files } = await world(serve, { maxBytes: 3000 });
  const all = [61, 62, 63, 64].map(number => newDocument(`d${number}`, 1400));
  documents.setOnline(true);
  documents.want(all, 'now');
  await eventually(() => documents.waiting() === 0);
  expect(files()).toHaveLength(2);
  expect(all.filter(document => documents.localState(document) === 'ready')).toHaveLength(2);
  await documents.stop();
});

test('files that no key opens are swept at the next start, the others stay', async () => {
  const { documents, start, folder, files } = await world();
  const document = newDocument('d31');
  documents.setOnline(true);
  await documents.read(document);
  await eventually(() => files().length === 1);
  writeFileSync(join(folder, 'f00d'.repeat(8)), 'left by a kill');
  writeFileSync(join(folder, `${'beef'.repeat(8)}.new`), 'left by a kill while it was written');
  await documents.stop();
  const next = start();
  expect(files()).toHaveLength(1);
  expect((await next.read(document)).ok).toBe(true);
  await next.stop();
});

test('documents with the same bytes share one copy', async () => {
  const { documents, server, files } = await world();
  const one = newDocument('d41');
  const other = { ...one, id: 'd42', customerId: 'c2' };
  documents.setOnline(true);
  await Promise.all([documents.read(one), documents.read(other)]);
  await eventually(() => files().length === 1);
  expect(documents.localState(other)).toBe('ready');
  expect(server.requests).toHaveLength(1);
  await documents.stop();
});
