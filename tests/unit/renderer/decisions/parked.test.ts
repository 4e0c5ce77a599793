import { describe, expect, it, test } from 'vitest';
import {
  isUncertain,
  parkedReason,
  parkedShort,
  parkedTitle,
} from '../../../../src/renderer/src/decisions/index.ts';
import { itemLine } from '../../../../src/renderer/src/outbox/words.ts';
import { openWords } from '../../../../src/renderer/src/queue/row-words.ts';
import { decidedWords } from '../../../../src/renderer/src/review/words.ts';
import type { Parked } from '../../../../src/shared/ipc/index.ts';
import { queueRow } from '../../../support/window-bridge.ts';

describe('the words of a parked decision', () => {
  it.each([
    ['conflict', 'version_conflict', 'What you decided on was changed before it arrived.'],
    ['conflict', 'evidence_changed', 'The documents that you decided on were replaced before it arrived.'],
    ['locked', 'claimed_by_other', 'Somebody else was checking the case when it arrived.'],
    [
      'held',
      'held_by',
      'It builds on an earlier decision of yours that was not applied. Settle that one first.',
    ],
    ['refused', 'role_missing', 'The backend said: So it is.'],
    ['parked', 'hash_differs', 'It could not be sent: So it is.'],
    ['parked', 'constructor', 'It could not be sent: So it is.'],
  ])('explain “%s” (%s) once, and that the backend was not changed', (result, code, why) => {
    const parked = { result, code, detail: 'So it is.' };
    expect(parkedReason(parked, 'review.finish')).toBe(
      `${why} Your decision has changed nothing at the backend.`,
    );
    expect(isUncertain(parked)).toBe(false);
    expect(parkedTitle(parked)).toBe('Not applied');
  });

  it.each(['device_replaced', 'answer_unreadable'])(
    'do not say of a decision parked as %s that it was not applied',
    code => {
      const parked = { result: 'parked', code, detail: 'so it is' };
      expect(isUncertain(parked)).toBe(true);
      expect(parkedTitle(parked)).toBe('Perhaps not applied');
      expect(parkedReason(parked, 'review.finish')).toMatch(
        /can’t be told whether .+ Look at the case as it is now/,
      );
      expect(parkedReason(parked, 'review.finish')).not.toContain('nothing');
    },
  );
});

it('[WIN-13] the words of a mark on a hit say that it is that hit which has changed', () => {
  const parked = { result: 'conflict', code: 'version_conflict' };
  expect(parkedReason(parked, 'screening.resolve')).toBe(
    'Before it arrived, a colleague had marked this hit, or it had come to say something else. Your decision has changed nothing at the backend.',
  );
  expect(parkedShort(parked, 'screening.resolve')).toBe('the hit has changed since');
  expect(parkedShort(parked, 'review.finish')).toBe('the case has changed since');
});

test('[WIN-6] queue, case and outbox alike leave open of a decision that may have arrived whether it was applied', () => {
  const at = '2026-01-15T09:00:00.000Z';
  const of = { commandId: 'k', outcome: 'reject', decidedAt: at } as const;
  const words = (parked: Parked): readonly string[] => [
    openWords(queueRow({ decision: { state: 'parked', outcome: 'reject', parked } })),
    decidedWords({ state: 'decided', commandState: 'parked', parked, ...of }),
    itemLine(
      {
        type: 'review.finish',
        customerId: 'c',
        customerName: 'Ng',
        summary: 'Rejected',
        state: 'parked',
        parked,
        ...of,
      },
      Date.parse(at),
    ),
  ];
  expect(words({ result: 'unsendable', code: 'device_replaced' })).toEqual([
    'Rejected · arrival unknown, needs you',
    'Rejected here, perhaps not applied: see the outbox',
    'Rejected · arrival unknown',
  ]);
  expect(words({ result: 'refused', code: 'role_missing' })).toEqual([
    'Rejected · not applied, needs you',
    'Rejected here, not applied: see the outbox',
    'Rejected · refused by the backend',
  ]);
});
