import { expect, test } from 'vitest';
import { planFrom, planRecovery } from '../../../../src/main/engine/outbox/recovery.ts';
import type { JournalBody, JournalEntry } from '../../../../src/main/engine/journal/index.ts';
import type { CommandResult } from '../../../../src/shared/domain/command.ts';
import { firstPrevHash } from '../../../../src/shared/domain/command.ts';
import { idOf, sealedBody } from '../../../support/journal.ts';
import { seededRandom } from '../../../support/random.ts';

const hashOf = (deviceSeq: number) => String(deviceSeq).padStart(64, '0');
const sealed = (number: number, deviceSeq = number) => sealedBody(number, deviceSeq);
const answered = (number: number, over: Partial<CommandResult> = {}): JournalBody => ({
  kind: 'answered',
  commandId: idOf(number),
  result: { id: idOf(number), result: 'applied', status: 200, ...over },
});
const parked = (number: number, code: string): JournalBody => ({
  kind: 'parked',
  commandId: idOf(number),
  code,
  detail: '',
});
const journalOf = (...bodies: readonly JournalBody[]): readonly JournalEntry[] =>
  bodies.map((body, index) => ({ seq: index + 1, at: '2026-01-15T09:00:00.000Z', body }));
const ids = (...numbers: readonly number[]) => numbers.map(idOf);

test('everything from the wanted place on is sent again as it was sealed', () => {
  const entries = journalOf(sealed(1), sealed(2), sealed(3), answered(1), answered(2), sealed(4));
  expect(planRecovery(entries, 2)).toEqual({
    ok: true,
    value: { resend: ids(2, 3, 4), reseal: [], head: { deviceSeq: 4, hash: hashOf(4) } },
  });
});

test('from the first place on there is nothing before', () => {
  expect(planRecovery(journalOf(sealed(1), sealed(2)), 1)).toMatchObject({ value: { resend: ids(1, 2) } });
});

test.each([
  ['a refusal of its hash', answered(2, { result: 'refused', status: 422, code: 'hash_mismatch' })],
  ['a refusal of its signature', answered(2, { result: 'refused', status: 422, code: 'signature_invalid' })],
  ['a size that the backend does not take in', parked(2, 'too_large')],
])('after %s, which uses no place, the rest is sealed anew on the last used one', (_, end) => {
  const entries = journalOf(sealed(1), sealed(2), sealed(3), sealed(4), answered(1), end);
  expect(planRecovery(entries, 2)).toEqual({
    ok: true,
    value: { resend: [], reseal: ids(3, 4), head: { deviceSeq: 1, hash: hashOf(1) } },
  });
});

test('the very first place unused: the rest is sealed anew from the beginning', () => {
  expect(planRecovery(journalOf(sealed(1), sealed(2), parked(1, 'too_large')), 1)).toEqual({
    ok: true,
    value: { resend: [], reseal: ids(2), head: { deviceSeq: 0, hash: firstPrevHash } },
  });
});

test('what was sealed anew stands where it was sealed last', () => {
  const entries = journalOf(
    sealed(1),
    sealed(2),
    sealed(3),
    answered(1),
    parked(2, 'too_large'),
    sealed(3, 2),
  );
  expect(planRecovery(entries, 2)).toMatchObject({ value: { resend: ids(3), reseal: [] } });
});

test('a backend that wants a place beyond ours knows more than the journal', () => {
  expect(planRecovery(journalOf(sealed(1), sealed(2)), 5)).toEqual({ ok: false, problem: { known: 2 } });
  expect(planRecovery([], 3)).toEqual({ ok: false, problem: { known: 0 } });
});

test('a used place behind an unused one can not be moved: two histories that disagree', () => {
  const entries = journalOf(
    sealed(1),
    sealed(2),
    sealed(3),
    answered(1),
    parked(2, 'too_large'),
    answered(3),
  );
  expect(planRecovery(entries, 2).ok).toBe(false);
});

test('a command whose answer could not be read keeps its place', () => {
  const entries = journalOf(sealed(1), sealed(2), sealed(3), parked(2, 'answer_unreadable'));
  expect(planRecovery(entries, 1)).toMatchObject({ value: { resend: ids(1, 2, 3), reseal: [] } });
});

test('an id that is refused because it is taken had its place all the same', () => {
  const taken = answered(1, { result: 'refused', status: 422, code: 'idempotency_mismatch' });
  const entries = journalOf(sealed(1), answered(1), sealed(1, 2), taken, sealed(2, 3));
  expect(planRecovery(entries, 3)).toMatchObject({ value: { resend: ids(2), reseal: [] } });
});

/** A journal over entries, which counts how many of them are read. */
function counted(entries: readonly JournalEntry[]) {
  let read = 0;
  return {
    read: () => read,
    journal: {
      streamStart: () => 0,
      firstSealedFrom: (place: number) =>
        entries.find(({ body }) => body.kind === 'sealed' && body.deviceSeq >= place)?.seq,
      *entriesAfter(seq: number) {
        for (const entry of entries.slice(seq)) {
          read += 1;
          yield entry;
        }
      },
    },
  };
}

test('a gap near the end of a long journal is closed without reading what lies before it', () => {
  const work = Array.from({ length: 10_000 }, (_, index) => [sealed(index + 1), answered(index + 1)]);
  const { journal, read } = counted(journalOf(...work.flat(), sealed(10_001), sealed(10_002)));
  expect(planFrom(journal, 10_001)).toMatchObject({ value: { resend: ids(10_001, 10_002), reseal: [] } });
  expect(read()).toBe(4);
});

test('a place that the journal never reached is told with how far it does reach', () => {
  const { journal } = counted(journalOf(sealed(1), sealed(2), answered(1)));
  expect(planFrom(journal, 5)).toEqual({ ok: false, problem: { known: 2 } });
});

test('the plan from a part of the journal is the plan from all of it, whatever was sealed anew and whatever place is asked for', () => {
  const seed = Number(process.env['SEALDESK_SEED'] ?? 20_261_121);
  const chance = seededRandom(seed);
  for (let round = 0; round < 400; round += 1) {
    const bodies: JournalBody[] = [];
    const placed = new Set<number>();
    let next = 1;
    let place = 0;
    for (let step = chance.integer(30); step > 0; step -= 1) {
      const open = [...placed];
      const chosen = open[chance.integer(Math.max(1, open.length))];
      switch (chance.integer(5)) {
        case 0:
          // From some place on all that is open is sealed anew, as a gap is closed, or some of it, as no engine does.
          place = chance.integer(place + 1);
          for (const number of open.slice(chance.integer(open.length + 1)))
            bodies.push(sealed(number, ++place));
          break;
        case 1:
        case 2:
          if (chosen === undefined) break;
          placed.delete(chosen);
          bodies.push(
            [
              answered(chosen),
              answered(chosen, { result: 'refused', status: 422, code: 'hash_mismatch' }),
              parked(chosen, 'answer_unreadable'),
              parked(chosen, 'too_large'),
            ][chance.integer(4)] ?? answered(chosen),
          );
          break;
        default:
          placed.add(next);
          bodies.push(sealed(next++, ++place));
      }
    }
    const entries = journalOf(...bodies);
    for (let expected = 1; expected <= place + 2; expected += 1) {
      const at = `seed ${seed}, round ${round}, place ${expected}`;
      expect(planFrom(counted(entries).journal, expected), at).toEqual(planRecovery(entries, expected));
    }
  }
});
