import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { BodyOf } from '../../../../src/main/engine/journal/index.ts';
import { commandResultSchema } from '../../../../src/shared/domain/command.ts';
import { z } from '../../../../src/shared/zod.ts';
import { createCustomer, uploadDocument } from '../../../support/backend-customers.ts';
import { startBackend, type TestBackend } from '../../../support/backend.ts';
import { cacheFaults } from '../../../support/cache-faults.ts';
import { openSendingDesk } from '../../../support/sending-desk.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { eventually } from '../../../support/eventually.ts';
import { createNetwork, pass, problemAnswer, type Fate } from '../../../support/network.ts';
import { testPorts } from '../../../support/ports.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend();
});
afterAll(async () => {
  await server.close();
});

const soon = {
  bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
  fraction: () => 0.01,
};

async function world() {
  const directory = temporaryDirectory();
  const plain = testPorts({ directory, random: soon });
  const network = createNetwork(plain.http);
  const real = testPorts({ directory, random: soon, http: network });
  const disk = cacheFaults(real.databases);
  const ports = { ...real, databases: disk.databases };
  const desk = await openSendingDesk(server, server.tenant.analyst, ports);
  const replay = desk.newReplay();
  onTestFinished(async () => {
    await replay.stop();
    await desk.close();
  });
  const customer = await createCustomer(server);
  /** The fate of requests that carry commands; the rest pass. */
  const onCommands = (fate: (batch: readonly { id: string; deviceSeq: number }[], index: number) => Fate) => {
    let index = 0;
    network.decide((request, path) => {
      if (path !== '/v1/commands') return pass;
      const { commands } = JSON.parse(new TextDecoder().decode(request.body));
      return fate(commands, index++);
    });
  };
  const notesAtBackend = async (): Promise<readonly string[]> => {
    const client = await server.signIn(server.tenant.supervisor);
    const { entities } = await client.syncAll();
    return [...entities.values()]
      .filter(({ entity }) => entity === 'note')
      .map(({ data }) => z.object({ text: z.string(), customerId: z.string() }).parse(data))
      .filter(({ customerId }) => customerId === customer.id)
      .map(({ text }) => text);
  };
  const allApplied = (ids: readonly string[]) =>
    eventually(() => ids.every(id => desk.stateOf(id) === 'applied'));
  const batches = () => network.sent.filter(({ path }) => path === '/v1/commands');
  const kindsOf = (commandId: string) =>
    desk.journal.entriesOfCommand(commandId).map(({ body }) => body.kind);
  return {
    desk,
    replay,
    customer,
    network,
    onCommands,
    notesAtBackend,
    allApplied,
    batches,
    kindsOf,
    server,
    ports,
    disk,
  };
}

/** Changes the results of an answer. */
const results = (change: (results: Record<string, unknown>[]) => unknown[]): Fate => ({
  kind: 'rewrite',
  text: text => JSON.stringify({ results: change(JSON.parse(text).results) }),
});

test('[OBX-2] decisions arrive in the order in which they were made, a hundred a request', async () => {
  const { desk, replay, customer, allApplied, notesAtBackend, batches } = await world();
  const texts = Array.from({ length: 250 }, (_, index) => `note ${index}`);
  const ids = texts.map(text => desk.note(customer.id, text));
  replay.start();
  await allApplied(ids);
  expect(batches()).toHaveLength(3);
  const seqs = ids.map(id => desk.cache.outboxRow(id)?.sealed?.deviceSeq);
  expect(seqs).toEqual(texts.map((_, index) => index + 1));
  expect((await notesAtBackend()).toSorted()).toEqual(texts.toSorted());
  expect(desk.journal.verify().ok).toBe(true);
});

test('[OBX-1] an answer that is lost is asked for again, and nothing is applied twice', async () => {
  const { desk, replay, customer, allApplied, notesAtBackend, onCommands } = await world();
  onCommands((_, index) => (index < 2 ? { kind: 'answerLost' } : pass));
  const ids = [desk.note(customer.id, 'once'), desk.note(customer.id, 'only')];
  replay.start();
  await allApplied(ids);
  expect((await notesAtBackend()).toSorted()).toEqual(['once', 'only']);
  expect(desk.cache.outboxRow(ids[0] ?? '')?.answer?.result).toBe('replayed');
});

test('[OBX-1] what was sealed before a restart is sent again exactly as it was sealed', async () => {
  const { desk, replay, customer, allApplied, onCommands, notesAtBackend } = await world();
  onCommands(() => ({ kind: 'answerLost' }));
  const id = desk.note(customer.id, 'sealed once');
  replay.start();
  await eventually(() => {
    const sealed = desk.cache.outboxRow(id)?.sealed !== undefined;
    return sealed && desk.stateOf(id) === 'queued' && desk.connection.state().network === 'offline';
  });
  const { sealed } = desk.cache.outboxRow(id) ?? {};
  await replay.stop();

  const second = desk.newReplay();
  onCommands(() => pass);
  const later = desk.note(customer.id, 'after the restart');
  second.start();
  await allApplied([id, later]);
  expect(desk.cache.outboxRow(id)?.sealed).toEqual(sealed);
  expect(await notesAtBackend()).toHaveLength(2);
  await second.stop();
});

test('[OBX-9] while the cache can not follow nothing is sent, and each decision once when it can', async () => {
  const { desk, replay, customer, allApplied, batches, notesAtBackend, kindsOf, disk } = await world();
  const ids = [desk.note(customer.id, 'once'), desk.note(customer.id, 'only')];
  disk.fill();
  replay.start();
  await eventually(() => replay.state().problem?.kind === 'disk_full');
  const before = disk.failed();
  replay.now();
  await eventually(() => disk.failed() > before && replay.state().problem);
  expect(batches()).toHaveLength(0);

  disk.clear();
  replay.now();
  await allApplied(ids);
  for (const id of ids) expect(kindsOf(id)).toEqual(['decided', 'sealed', 'answered']);
  expect((await notesAtBackend()).toSorted()).toEqual(['once', 'only']);
  expect(replay.state().problem).toBeUndefined();
});

test('[OBX-9] an answer that the cache could not take ends its command once, and is waited for', async () => {
  const { desk, replay, customer, allApplied, batches, kindsOf, disk, onCommands } = await world();
  onCommands((_, index) => {
    if (index === 0) disk.fill();
    return pass;
  });
  const id = desk.note(customer.id, 'once');
  replay.start();
  await eventually(() => replay.state().problem?.kind === 'disk_full');
  expect(kindsOf(id)).toEqual(['decided', 'sealed', 'answered']);
  expect(desk.stateOf(id)).not.toBe('applied');
  replay.now();
  disk.clear();
  replay.now();
  await allApplied([id]);
  expect(kindsOf(id)).toEqual(['decided', 'sealed', 'answered']);
  expect(batches()).toHaveLength(1);
});

test('[OBX-9] a cache that fails once, and an answer that is lost, do not make two of one decision', async () => {
  const { desk, replay, customer, allApplied, kindsOf, disk, onCommands, notesAtBackend } = await world();
  onCommands((_, index) => (index === 0 ? { kind: 'answerLost' } : pass));
  const id = desk.note(customer.id, 'once');
  disk.fill(1);
  replay.start();
  await allApplied([id]);
  expect(disk.failed()).toBe(1);
  expect(kindsOf(id)).toEqual(['decided', 'sealed', 'answered']);
  expect(await notesAtBackend()).toEqual(['once']);
});

test('[OBX-7] with no connection nothing is sealed, however often the network is tried; what waits can be withdrawn', async () => {
  const { desk, replay, customer, network, allApplied, batches } = await world();
  network.decide(() => ({ kind: 'unreachable' }));
  const ids = Array.from({ length: 5 }, (_, index) => desk.note(customer.id, `waits ${index}`));
  const before = network.sent.length;
  replay.start();
  await eventually(() => {
    if (desk.connection.state().network === 'offline') desk.connection.tryNow();
    return network.sent.length - before >= 3;
  });
  expect(batches()).toHaveLength(0);
  expect(ids.map(desk.stateOf)).toEqual(ids.map(() => 'queued'));
  expect(ids.filter(id => desk.cache.outboxRow(id)?.sealed)).toEqual([]);

  network.decide(() => pass);
  desk.connection.tryNow();
  await allApplied(ids);
});

test('[OBX-7] a decision is being sent while its request is under way, and waits again when that is lost', async () => {
  const { desk, replay, customer, onCommands, allApplied, ports } = await world();
  const seen: (string | undefined)[] = [];
  const { send } = ports.http;
  onCommands((_, index) => (index === 0 ? { kind: 'answerLost' } : pass));
  Object.assign(ports.http, {
    send: (request: Parameters<typeof send>[0]) => {
      if (request.url.endsWith('/v1/commands')) seen.push(desk.stateOf(id));
      return send(request);
    },
  });
  const id = desk.note(customer.id, 'lost once');
  replay.start();
  await eventually(() => desk.connection.state().network === 'offline');
  expect(desk.stateOf(id)).toBe('queued');
  await allApplied([id]);
  expect(seen).toEqual(['sending', 'sending']);
});

test('[OBX-3] what is taken back before it is sent leaves no hole in the sequence', async () => {
  const { desk, replay, customer, allApplied } = await world();
  const first = desk.note(customer.id, 'first');
  const undone = desk.note(customer.id, 'undone', 60_000);
  const withdrawn = desk.note(customer.id, 'withdrawn');
  const last = desk.note(customer.id, 'last');
  desk.record([
    { kind: 'undone', commandId: undone },
    { kind: 'withdrawn', commandId: withdrawn, reason: 'not needed' },
  ]);
  replay.start();
  await allApplied([first, last]);
  expect(desk.cache.outboxRow(last)?.sealed?.deviceSeq).toBe(2);
  expect(desk.cache.outboxRow(undone)?.sealed).toBeUndefined();
});

test('[OBX-5] what can still be taken back is not sent, nor what follows on the same case; other cases go ahead', async () => {
  const { desk, replay, customer, allApplied } = await world();
  const other = await createCustomer(server);
  const undoable = desk.note(customer.id, 'undoable', 700);
  const behind = desk.note(customer.id, 'behind it');
  const elsewhere = desk.note(other.id, 'elsewhere');
  replay.start();
  await allApplied([elsewhere]);
  expect(desk.stateOf(undoable)).toBe('undoable');
  expect(desk.stateOf(behind)).toBe('queued');
  await allApplied([undoable, behind]);
  const seq = (id: string) => desk.cache.outboxRow(id)?.sealed?.deviceSeq;
  expect([elsewhere, undoable, behind].map(seq)).toEqual([1, 2, 3]);
});

test('[OBX-4] a decision that can not be read is parked and the others go on', async () => {
  const { desk, replay, customer, allApplied } = await world();
  const first = desk.note(customer.id, 'first');
  const broken: BodyOf<'decided'>[] = [
    {
      ...desk.decisionOf({ type: 'note.add', customerId: customer.id, payload: { text: 'x', mentions: [] } }),
      payload: { text: 7 },
    },
    {
      ...desk.decisionOf({ type: 'note.add', customerId: customer.id, payload: { text: 'x', mentions: [] } }),
      payload: { text: 'a \ud800 b', mentions: [] },
    },
  ];
  desk.record(broken);
  const last = desk.note(customer.id, 'last');
  replay.start();
  await allApplied([first, last]);
  for (const { commandId } of broken) {
    expect(desk.stateOf(commandId)).toBe('parked');
    expect(desk.parkedOf(commandId)).toMatchObject({ code: 'payload_unreadable' });
  }
  expect(desk.cache.outboxRow(last)?.sealed?.deviceSeq).toBe(2);
});

test('a decision is parked when the start that it builds on was taken back before it was sent', async () => {
  const { desk, replay, customer, allApplied } = await world();
  const start = desk.decide({
    type: 'review.start',
    customerId: customer.id,
    payload: {},
    baseVersion: 1,
    undoMs: 60_000,
  });
  const release = desk.decide({
    type: 'review.release',
    customerId: customer.id,
    payload: {},
    baseVersion: 1,
    dependsOn: start,
  });
  desk.record([{ kind: 'undone', commandId: start }]);
  const note = desk.note(customer.id, 'independent');
  replay.start();
  await allApplied([note]);
  expect(desk.stateOf(release)).toBe('parked');
  expect(desk.parkedOf(release)).toMatchObject({ code: 'base_not_sent' });
});

test('[OBX-2] what the backend refuses is parked with its reason and the stream goes on', async () => {
  const { desk, replay, customer, allApplied } = await world();
  const other = await server.signIn(server.tenant.analyst2);
  const conflicting = desk.decide({
    type: 'customer.assign',
    customerId: customer.id,
    payload: { userId: null },
    baseVersion: 99,
  });
  const refused = desk.decide({
    type: 'screening.resolve',
    customerId: customer.id,
    payload: { hitId: 'none', resolution: 'match', note: '' },
    baseVersion: 1,
  });
  const last = desk.note(customer.id, 'goes on');
  replay.start();
  await allApplied([last]);
  expect(desk.parkedOf(conflicting)).toMatchObject({ result: 'conflict', code: 'version_conflict' });
  expect(desk.parkedOf(refused)?.result).toMatch(/refused|conflict/);
  expect(desk.cache.outboxRow(conflicting)?.answer?.current?.id).toBe(customer.id);
  expect(other.userId).not.toBe(desk.owner.userId);
});

test('[OBX-2] retry stops the stream for as long as the backend asks, also against new decisions', async () => {
  const { desk, replay, customer, allApplied, onCommands, batches } = await world();
  onCommands((_, index) => (index === 0 ? problemAnswer(503, 'not_ready', { 'retry-after': '1' }) : pass));
  const first = desk.note(customer.id, 'first');
  replay.start();
  await eventually(() => replay.state().problem?.kind === 'backend_failing');
  const second = desk.note(customer.id, 'second');
  await new Promise(resolve => setTimeout(resolve, 150));
  expect(batches()).toHaveLength(1);
  expect(replay.state().nextAttemptAt).toBeDefined();
  await allApplied([first, second]);
  expect(replay.state()).toEqual({ sending: false });
});

test('a retry for one command keeps those before it and asks again for the rest', async () => {
  const { desk, replay, customer, allApplied, onCommands, batches, notesAtBackend } = await world();
  onCommands((_, index) =>
    index === 0
      ? results(all => [
          all[0],
          { ...all[1], result: 'retry', status: 503, code: null, version: null, retryAfterMs: 20 },
          { ...all[2], result: 'waiting', status: 409, code: 'sequence_gap', version: null, expected: 2 },
        ])
      : pass,
  );
  const ids = ['one', 'two', 'three'].map(text => desk.note(customer.id, text));
  replay.start();
  await allApplied(ids);
  expect(batches()).toHaveLength(2);
  expect(await notesAtBackend()).toHaveLength(3);
});

test('a person may cut a pause short', async () => {
  const { desk, replay, customer, allApplied, onCommands } = await world();
  onCommands((_, index) =>
    index === 0 ? problemAnswer(429, 'rate_limited', { 'retry-after': '600' }) : pass,
  );
  const id = desk.note(customer.id, 'first');
  replay.start();
  await eventually(() => replay.state().problem?.kind === 'rate_limited');
  replay.now();
  await allApplied([id]);
  expect(replay.state()).toEqual({ sending: false });
});

test.each([
  ['no JSON', '<html>'],
  ['no results', '{"ok": true}'],
  ['a cut list', '{"results": ['],
])('an answer with %s is asked for again', async (_, body) => {
  const { desk, replay, customer, allApplied, onCommands, notesAtBackend } = await world();
  onCommands((__, index) => (index === 0 ? { kind: 'rewrite', text: () => body } : pass));
  const id = desk.note(customer.id, 'once');
  replay.start();
  await allApplied([id]);
  expect(await notesAtBackend()).toEqual(['once']);
});

test('a result of which only the least can be read counts', async () => {
  const { desk, replay, customer, allApplied, onCommands } = await world();
  onCommands(() =>
    results(all => all.map(result => ({ ...result, current: { shape: 'of the future' }, until: 5 }))),
  );
  const id = desk.note(customer.id, 'once');
  replay.start();
  await allApplied([id]);
  expect(desk.cache.outboxRow(id)?.answer).toMatchObject({ result: 'applied', status: 200 });
});

test('[OBX-4] a result that can never be read puts the command before a person and the stream goes on', async () => {
  const { desk, replay, customer, onCommands, allApplied } = await world();
  const poisoned = desk.note(customer.id, 'poisoned');
  const last = desk.note(customer.id, 'last');
  onCommands(() =>
    results(all =>
      all.map(result => (result['id'] === poisoned ? { ...result, result: 'exploded' } : result)),
    ),
  );
  replay.start();
  await allApplied([last]);
  expect(desk.stateOf(poisoned)).toBe('parked');
  expect(desk.parkedOf(poisoned)).toMatchObject({ code: 'answer_unreadable' });
});

test('decisions that are too long for one request go in several, in their order', async () => {
  const { desk, replay, customer, network } = await world();
  const verdicts = Array.from({ length: 150 }, (_, index) => ({
    item: `field:key${index}` as const,
    verdict: 'rejected' as const,
    reasons: [],
    note: 'n'.repeat(2000),
  }));
  const payload = { outcome: 'reject' as const, verdicts, request: [], tags: [] };
  const ids = Array.from({ length: 7 }, () =>
    desk.decide({ type: 'review.finish', customerId: customer.id, payload, baseVersion: 1 }),
  );
  replay.start();
  // Refused, for nobody began a check: each with an answer of its own.
  await eventually(() => ids.every(id => desk.stateOf(id) === 'parked'));
  const requests = network.sent.filter(({ path }) => path === '/v1/commands');
  expect(requests).toHaveLength(3);
  expect(ids.map(id => desk.cache.outboxRow(id)?.sealed?.deviceSeq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('a command that can not be taken in is found by halving, parked, and the rest is sealed anew without a hole', async () => {
  const { desk, replay, customer, allApplied, onCommands, notesAtBackend } = await world();
  const ids = Array.from({ length: 9 }, (_, index) => desk.note(customer.id, `note ${index}`));
  const poison = ids[4] ?? '';
  onCommands(batch => (batch.some(({ id }) => id === poison) ? problemAnswer(413, 'too_large') : pass));
  replay.start();
  await allApplied(ids.filter(id => id !== poison));
  expect(desk.parkedOf(poison)).toMatchObject({ code: 'too_large' });
  expect(await notesAtBackend()).toHaveLength(8);
  const seqs = ids.filter(id => id !== poison).map(id => desk.cache.outboxRow(id)?.sealed?.deviceSeq);
  expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const next = desk.note(customer.id, 'next');
  await allApplied([next]);
  expect(desk.cache.outboxRow(next)?.sealed?.deviceSeq).toBe(9);
});

test('a hash that the backend does not accept uses no place: that command is parked, the others are sealed anew', async () => {
  const { desk, replay, customer, allApplied, network, notesAtBackend } = await world();
  const [first, spoilt, last] = ['first', 'spoilt', 'last'].map(text => desk.note(customer.id, text));
  if (!first || !spoilt || !last) throw new Error('three decisions');
  const send = network.send.bind(network);
  Object.assign(network, {
    send: (request: Parameters<typeof send>[0]) => {
      const text = new TextDecoder().decode(request.body);
      return text.includes('"spoilt"')
        ? send({ ...request, body: new TextEncoder().encode(text.replace('"spoilt"', '"spoiled"')) })
        : send(request);
    },
  });
  replay.start();
  await allApplied([first, last]);
  expect(desk.parkedOf(spoilt)).toMatchObject({ result: 'refused', code: 'hash_mismatch' });
  expect(desk.cache.outboxRow(last)?.sealed?.deviceSeq).toBe(2);
  expect((await notesAtBackend()).toSorted()).toEqual(['first', 'last']);
});

test('[OBX-6] a backend that is ahead of the journal stops the stream by name; nothing is parked', async () => {
  const { desk, replay, customer, onCommands } = await world();
  onCommands(() =>
    results(all => all.map(({ id }) => ({ id, result: 'refused', status: 422, code: 'sequence_reused' }))),
  );
  const id = desk.note(customer.id, 'first');
  replay.start();
  await eventually(() => replay.state().problem?.kind === 'journal_behind');
  expect(desk.stateOf(id)).toBe('queued');
  expect(desk.cache.outboxRow(id)?.sealed).toBeDefined();
});

test('a backend restored from an older copy gets again what it has lost', async () => {
  const { desk, replay, customer, allApplied, onCommands, batches } = await world();
  const ids = ['one', 'two', 'three'].map(text => desk.note(customer.id, text));
  replay.start();
  await allApplied(ids);
  onCommands((batch, index) => {
    if (index > 0) return pass;
    return {
      kind: 'answer',
      status: 200,
      body: JSON.stringify({
        results: batch.map(({ id }) => ({
          id,
          result: 'waiting',
          status: 409,
          code: 'sequence_gap',
          expected: 2,
        })),
      }),
      headers: { 'content-type': 'application/json' },
    };
  });
  const before = batches().length;
  const next = desk.note(customer.id, 'four');
  await allApplied([...ids, next]);
  expect(batches().length - before).toBe(2);
  expect(desk.cache.outboxRow(next)?.sealed?.deviceSeq).toBe(4);
});

test('a finish depends on its start: both are applied in one request, with the evidence of every document', async () => {
  const { desk, replay, allApplied, batches } = await world();
  const customer = await createCustomer(server);
  await uploadDocument(server, customer.id, {
    type: 'passport',
    bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]),
  });
  const submitted = await server.integrator(`/v1/customers/${customer.id}/submit`, { method: 'POST' });
  expect(submitted.status).toBe(200);
  const client = await server.signIn(server.tenant.analyst);
  const current = await client.customer(customer.id);
  const start = desk.decide({
    type: 'review.start',
    customerId: customer.id,
    payload: {},
    baseVersion: current.version,
  });
  const finish = desk.decide({
    type: 'review.finish',
    customerId: customer.id,
    baseVersion: current.version,
    dependsOn: start,
    payload: { outcome: 'reject', reasons: ['fraud.documentForgery'], verdicts: [], request: [], tags: [] },
    evidence: current.documents.map(({ id, sha256 }) => ({
      documentId: id,
      sha256,
      pagesViewed: [1],
      seconds: 4,
    })),
  });
  replay.start();
  await allApplied([start, finish]);
  expect(batches()).toHaveLength(1);
  expect((await client.customer(customer.id)).status).toBe('REJECTED');
});

test('every answer in the journal is one that the contract knows', async () => {
  const { desk, replay, customer, allApplied } = await world();
  const ids = [desk.note(customer.id, 'a'), desk.note(customer.id, 'b')];
  replay.start();
  await allApplied(ids);
  const answers = [...desk.journal.entriesAfter(0)].flatMap(({ body }) =>
    body.kind === 'answered' ? [body.result] : [],
  );
  expect(answers).toHaveLength(2);
  for (const answer of answers) expect(commandResultSchema.safeParse(answer).success).toBe(true);
});
