import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandResultSchema } from '../../../../src/shared/domain/command.ts';
import { createCustomer, uploadDocument } from '../../../support/backend-customers.ts';
import { startBackend, type TestBackend } from '../../../support/backend.ts';
import { eventually } from '../../../support/eventually.ts';
import { pass, problemAnswer } from '../../../support/network.ts';
import { openReplay, results } from '../../../support/replay.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend();
});
afterAll(async () => {
  await server.close();
});

const world = () => openReplay(server);

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

test('[OBX-2] retry stops the stream for as long as the backend asks, also against new decisions', async () => {
  const { desk, replay, customer, allApplied, onCommands, batches } = await world();
  onCommands((_, index) => (index === 0 ? problemAnswer(503, 'not_ready', { 'retry-after': '5' }) : pass));
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
