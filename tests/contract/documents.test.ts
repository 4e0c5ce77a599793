import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../src/backend/context.ts';
import { documentHandlers } from '../../src/backend/documents/index.ts';
import { tidy } from '../../src/backend/housekeeping.ts';
import { refusalOf } from '../../src/backend/http/fault.ts';
import type { Caller } from '../../src/backend/identity/index.ts';
import { StoreUnavailable, type RunWork } from '../../src/backend/store/index.ts';
import { scopes } from '../../src/shared/api/index.ts';
import { customerSchema, documentSchema } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import {
  createCustomer,
  moveTo,
  pngBytes,
  uploadDocument,
  uploadForm,
} from '../support/backend-customers.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

/** Larger than two of the store's pieces, so that ranges cross them. */
const large = Buffer.concat([pngBytes('large'), randomBytes(2_500_000)]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const content = (id: string, headers: Record<string, string> = {}) =>
  server.integrator(`/v1/documents/${id}/content`, { headers });
const post = (customerId: string, body: FormData | string, headers: Record<string, string> = {}) =>
  server.integrator(`/v1/customers/${customerId}/documents`, { method: 'POST', body, headers });

/** What the upload of a stream by an integrator comes to, over a context of one's own. */
const uploadOver = async (context: Context, id: string, type: string, stream: Readable) => {
  const caller: Caller = { kind: 'integrator', tenantId: server.tenant.id, keyId: 'a-key', scopes };
  return documentHandlers(context)['documents.upload']({
    caller,
    still: async () => caller,
    params: { id },
    query: undefined,
    body: undefined,
    headers: { 'content-type': type },
    address: '127.0.0.1',
    stream,
    signal: new AbortController().signal,
    once: run => context.work(caller.tenantId, run),
  });
};

/** Bytes in the store that are nobody's. */
const orphans = () =>
  server.backend.context.store.reader
    .selectFrom('blobChunk')
    .leftJoin('blob', 'blob.chunkKey', 'blobChunk.chunkKey')
    .select('blobChunk.chunkKey')
    .where('blob.chunkKey', 'is', null)
    .execute();

describe('upload', () => {
  test('[DOC-3] [FLOW-5] the type comes from the bytes, the name is only a cleaned label, and who sent one has begun', async () => {
    const { id } = await createCustomer(server);
    const document = await uploadDocument(server, id, {
      type: 'passport',
      bytes: large,
      filename: '../../etc/pass\u202ewd.exe',
    });
    expect(document).toMatchObject({
      type: 'passport',
      mime: 'image/png',
      size: large.length,
      sha256: sha256(large),
      filename: 'passwd.exe',
    });
    const shown = await server.integrator(`/v1/documents/${document.id}`);
    expect(documentSchema.parse(await shown.json())).toEqual(document);
    const customer = (await (await server.integrator(`/v1/customers/${id}`)).json()) as Record<
      string,
      unknown
    >;
    expect(customer).toMatchObject({ version: 2, leadStatus: 'in_progress', documents: [document] });
  });

  test('the same bytes for the same customer and type are the first document', async () => {
    const { id } = await createCustomer(server);
    const part = { type: 'selfie', bytes: pngBytes('same') } as const;
    const first = await post(id, uploadForm(part));
    expect(first.status).toBe(201);
    const second = await post(id, uploadForm(part));
    expect(second.status).toBe(200);
    expect(await second.json()).toEqual(await first.json());
    expect((await post(id, uploadForm({ ...part, type: 'other' }))).status).toBe(201);
  });

  test('what is no document is refused with what to send instead, and leaves nothing behind', async () => {
    const { id } = await createCustomer(server);
    const answer = await post(
      id,
      uploadForm({ type: 'passport', bytes: Buffer.from('MZ this is a program'), filename: 'passport.pdf' }),
    );
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({
      code: 'unsupported_document',
      detail: expect.stringContaining('PDF'),
    });
    expect(await orphans()).toEqual([]);
  });

  test('meta is checked, and what it replaces must be there', async () => {
    const { id } = await createCustomer(server);
    const bytes = pngBytes('meta');
    const wrong = uploadForm({ type: 'passport', bytes, replaces: 'no-such-document' });
    expect((await post(id, wrong)).status).toBe(422);
    for (const [meta, status] of [
      ['{"type":"passport","extra":1}', 422],
      ['{"type":', 400],
      ['{"type":"spaceship"}', 422],
    ] as const) {
      const form = new FormData();
      form.set('meta', meta);
      form.set('file', new Blob([bytes]));
      expect((await post(id, form)).status).toBe(status);
    }
    const bare = new FormData();
    bare.set('file', new Blob([bytes]));
    expect((await post(id, bare)).status).toBe(422);
  });

  test('meta may come last, and as a file of its own', async () => {
    const { id } = await createCustomer(server);
    const form = new FormData();
    form.set('file', new Blob([pngBytes('last')]), 'a.png');
    form.set('meta', new Blob(['{"type":"passport"}'], { type: 'application/json' }), 'meta.json');
    expect((await post(id, form)).status).toBe(201);
  });

  test('meta that is large, and a part that comes twice or has another name, are refused', async () => {
    const { id } = await createCustomer(server);
    const refusal = async (...parts: readonly (readonly [string, string | Blob])[]) => {
      const form = new FormData();
      for (const [name, value] of parts) form.append(name, value);
      const answer = await post(id, form);
      return [answer.status, Reflect.get(Object(await answer.json()), 'code')];
    };
    const meta = ['meta', '{"type":"passport"}'] as const;
    const file = ['file', new Blob([pngBytes('parts')])] as const;
    expect(await refusal(['meta', `{"type":"passport"${' '.repeat(16 << 10)}}`], file)).toEqual([413, 'too_large']);
    for (const parts of [[meta, meta, file], [meta, file, file], [meta, file, ['more', 'x']], [meta]] as const)
      expect(await refusal(...parts)).toEqual([422, 'invalid_payload']);
    expect(await orphans()).toEqual([]);
  }); // prettier-ignore

  test('what was replaced is replaced no second time', async () => {
    const { id } = await createCustomer(server);
    const first = await uploadDocument(server, id, { type: 'selfie', bytes: pngBytes('first') });
    const place = { type: 'selfie', replaces: first.id } as const;
    await uploadDocument(server, id, { ...place, bytes: pngBytes('second') });
    const third = await post(id, uploadForm({ ...place, bytes: pngBytes('third') }));
    expect([third.status, await third.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'meta.replaces' })] }),
    ]);
  });

  test('the same bytes are kept once for all customers, and longer than what never became a document', async () => {
    const bytes = pngBytes('shared by two');
    const [one, other] = [(await createCustomer(server)).id, (await createCustomer(server)).id];
    const first = await uploadDocument(server, one, { type: 'selfie', bytes });
    const second = await uploadDocument(server, other, { type: 'selfie', bytes });
    expect((await post(one, uploadForm({ type: 'selfie', bytes }))).status).toBe(200);
    expect(await orphans()).toEqual([]);
    // What is on its way is forgotten after an hour: these have arrived.
    server.clock.advance(2 * 3600_000);
    await tidy(server.backend.context);
    for (const { id } of [first, second])
      expect(Buffer.from(await (await content(id)).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('[DOC-6] the bytes of a document stay where it was committed and nobody was told: the same file again is that document', async () => {
    const { context } = server.backend;
    const { id } = await createCustomer(server);
    const bytes = pngBytes('committed, and the answer lost');
    const part = { type: 'selfie', bytes } as const;
    const request = new Request(server.url, { method: 'POST', body: uploadForm(part) });
    const work: RunWork = async (tenantId, run) => {
      await context.work(tenantId, run);
      throw new StoreUnavailable('the connection is lost behind the commit');
    };
    const stream = Readable.from([Buffer.from(await request.arrayBuffer())]);
    const type = request.headers.get('content-type') ?? '';
    await expect(uploadOver({ ...context, work }, id, type, stream)).rejects.toThrow('behind the commit');
    const [kept] = customerSchema.parse(
      await (await server.integrator(`/v1/customers/${id}`)).json(),
    ).documents;
    const again = await post(id, uploadForm(part));
    expect([again.status, await again.json()]).toEqual([200, kept]);
    const whole = await content(kept?.id ?? '');
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await orphans()).toEqual([]);
    expect(await context.store.reader.selectFrom('staging').selectAll().execute()).toEqual([]);
  });

  test('[DOC-6] an upload that stood still until tidying took it for a crashed one is refused, and all of its bytes go', async () => {
    const { context } = server.backend;
    const { id } = await createCustomer(server);
    const bytes = Buffer.concat([pngBytes('late'), randomBytes(2_500_000)]);
    const part = { type: 'selfie', bytes } as const;
    const request = new Request(server.url, { method: 'POST', body: uploadForm(part) });
    const body = Buffer.from(await request.arrayBuffer());
    const type = request.headers.get('content-type') ?? '';
    const customer = async () => (await server.integrator(`/v1/customers/${id}`)).json();
    const before = await customer();
    const slowly = async function* () {
      yield body.subarray(0, 1_500_000);
      const begun = context.store.reader
        .selectFrom('blobChunk')
        .innerJoin('staging', 'staging.chunkKey', 'blobChunk.chunkKey');
      await eventually(async () => (await begun.select('n').execute()).length > 0);
      server.clock.advance(3600_000);
      await tidy(context);
      yield body.subarray(1_500_000);
    };
    const late: unknown = await uploadOver(context, id, type, Readable.from(slowly())).catch(
      (error: unknown) => error,
    );
    expect(refusalOf(late)).toMatchObject({ code: 'not_ready', headers: { 'retry-after': '1' } });
    expect(await customer()).toEqual(before);
    expect(await orphans()).toEqual([]);
    // Sent again it is there, whole.
    const document = await uploadDocument(server, id, part);
    const whole = await content(document.id);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('JSON is not a document', async () => {
    const { id } = await createCustomer(server);
    const answer = await post(id, '{}', { 'content-type': 'application/json' });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ code: 'unsupported_media_type' });
  });

  test('[API-9] an upload’s key takes no other upload', async () => {
    const { id } = await createCustomer(server);
    const key = { 'idempotency-key': 'upload-1' };
    const first = await post(id, uploadForm({ type: 'passport', bytes: pngBytes('k1') }), key);
    expect(first.status).toBe(201);
    const again = await post(id, uploadForm({ type: 'passport', bytes: pngBytes('k1') }), key);
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(await first.json());
    const other = await post(id, uploadForm({ type: 'passport', bytes: pngBytes('k2') }), key);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'idempotency_mismatch' });
    // Nor the same file as something else, or for somebody else.
    const asAnother = await post(id, uploadForm({ type: 'other', bytes: pngBytes('k1') }), key);
    const { id: elsewhere } = await createCustomer(server);
    const ofAnother = await post(elsewhere, uploadForm({ type: 'passport', bytes: pngBytes('k1') }), key);
    expect([asAnother.status, ofAnother.status]).toEqual([422, 422]);
    expect(await orphans()).toEqual([]);
  });

  test('[API-9] an upload that changes nothing has its key all the same: sent again it changes nothing either, and no other file is taken under it', async () => {
    const { id } = await createCustomer(server);
    const part = { type: 'selfie', bytes: pngBytes('there already') } as const;
    const document = await uploadDocument(server, id, part);
    const key = { 'idempotency-key': 'changes-nothing' };
    const send = async (one: Parameters<typeof uploadForm>[0]) => {
      const answer = await post(id, uploadForm(one), key);
      return [answer.status, await answer.json()];
    };
    expect(await send(part)).toEqual([200, document]);
    // The answer is lost; before it is sent again the applicant sends another one in its place.
    await uploadDocument(server, id, { type: 'selfie', bytes: pngBytes('later'), replaces: document.id });
    await moveTo(server, id, 'ACTIVE');
    const before = await (await server.integrator(`/v1/customers/${id}`)).json();
    expect(before).toMatchObject({ status: 'ACTIVE', documents: [{ id: document.id }, {}] });
    expect(await send(part)).toEqual([200, document]);
    const mismatch = [422, expect.objectContaining({ code: 'idempotency_mismatch' })];
    expect(await send({ ...part, bytes: pngBytes('another') })).toEqual(mismatch);
    expect(await (await server.integrator(`/v1/customers/${id}`)).json()).toEqual(before);
    expect(await orphans()).toEqual([]);
  }); // prettier-ignore

  test('[API-9] equal uploads at once make one document, under one key and without one, and leave no bytes behind', async () => {
    const sendFive = (customerId: string, label: string, headers: Record<string, string> = {}) =>
      Promise.all(
        Array.from({ length: 5 }, () =>
          post(customerId, uploadForm({ type: 'passport', bytes: pngBytes(label) }), headers),
        ),
      );
    const documentsOf = async (id: string) =>
      customerSchema.parse(await (await server.integrator(`/v1/customers/${id}`)).json()).documents;

    const { id: keyed } = await createCustomer(server);
    const underKey = await sendFive(keyed, 'five under a key', { 'idempotency-key': 'five-uploads' });
    const told = underKey.filter(({ status }) => status === 409);
    for (const answer of told) expect(await answer.json()).toMatchObject({ code: 'in_flight' });
    const made = underKey.filter(({ status }) => status === 201);
    expect([made.length > 0, made.length + told.length]).toEqual([true, 5]);
    const first = await documentsOf(keyed);
    expect(first).toHaveLength(1);
    for (const answer of made) expect(documentSchema.parse(await answer.json())).toEqual(first[0]);

    const { id: bare } = await createCustomer(server);
    const without = await sendFive(bare, 'five without a key');
    expect(without.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 201]);
    const second = await documentsOf(bare);
    expect(second).toHaveLength(1);
    for (const answer of without) expect(documentSchema.parse(await answer.json())).toEqual(second[0]);
    expect(await orphans()).toEqual([]);
  });
});

describe('content', () => {
  test('the whole comes with its hash as ETag and is never stored', async () => {
    const { id } = await createCustomer(server);
    const document = await uploadDocument(server, id, { type: 'passport', bytes: large });
    const answer = await content(document.id);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: `"${sha256(large)}"`,
      'content-type': 'image/png',
      'content-length': String(large.length),
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
    });
    expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(large));
    expect((await content(document.id, { 'if-none-match': `"${document.sha256}"` })).status).toBe(304);
  });

  test('[DOC-5] is a file to be saved, of its own type and in a sandbox, however it is asked for', async () => {
    const { id } = await createCustomer(server);
    const page = Buffer.from('%PDF-1.7\n<script>alert(document.domain)</script>\n%%EOF');
    const document = await uploadDocument(server, id, { type: 'other', bytes: page, filename: 'a.html' });
    const etag = `"${document.sha256}"`;
    for (const [headers, status] of [
      [{}, 200],
      [{ range: 'bytes=9-' }, 206],
      [{ 'if-none-match': etag }, 304],
    ] as const) {
      const answer = await content(document.id, headers);
      expect([status, answer.status, Object.fromEntries(answer.headers)]).toEqual([
        status,
        status,
        expect.objectContaining({
          ...(status === 304 ? {} : { 'content-type': 'application/pdf' }),
          'content-disposition': 'attachment',
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        }),
      ]);
    }
    for (const known of [`W/"x", ${etag}`, '*', `W/${etag}`])
      expect([known, (await content(document.id, { 'if-none-match': known })).status]).toEqual([known, 304]);
    for (const unknown of ['"x"', document.sha256, `"${document.sha256.toUpperCase()}"`])
      expect([unknown, (await content(document.id, { 'if-none-match': unknown })).status]).toEqual([unknown, 200]);
  }); // prettier-ignore

  test('every kind of range gives exactly its bytes', async () => {
    const { id } = await createCustomer(server);
    const document = await uploadDocument(server, id, { type: 'passport', bytes: large });
    const last = large.length - 1;
    const ranges = [
      ['bytes=0-0', 0, 0],
      ['bytes=1048570-1048590', 1_048_570, 1_048_590],
      ['bytes=2000000-', 2_000_000, last],
      ['bytes=-17', last - 16, last],
      [`bytes=5-${last + 1000}`, 5, last],
    ] as const;
    for (const [range, from, to] of ranges) {
      const answer = await content(document.id, { range });
      expect([range, answer.status]).toEqual([range, 206]);
      expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to}/${large.length}`);
      expect(Buffer.from(await answer.arrayBuffer()).equals(large.subarray(from, to + 1))).toBe(true);
    }
    const beyond = await content(document.id, { range: `bytes=${large.length}-` });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe(`bytes */${large.length}`);
    expect((await content(document.id, { range: 'bytes=-0' })).status).toBe(416);
    expect((await content(document.id, { range: 'bytes=0-1', 'if-range': '"another"' })).status).toBe(200);
    const same = await content(document.id, { range: 'bytes=0-1', 'if-range': `"${sha256(large)}"` });
    expect(same.status).toBe(206);
    for (const range of ['lines=1-2', 'bytes=5-2', 'bytes=0-1,5-6', 'bytes=-']) {
      expect([range, (await content(document.id, { range })).status]).toEqual([range, 200]);
    }
  });
});
