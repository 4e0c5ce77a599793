import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BodyOf } from '../../../../src/main/engine/journal/index.ts';
import { createCustomer } from '../../../support/backend-customers.ts';
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
