import { expect, test } from 'vitest';
import { historyOf, type PastEntry } from '../../../../src/backend/metrics/history-of.ts';
import type { Customer } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

const hour = 3600_000;
const begin = Date.parse('2026-01-15T08:00:00.000Z');
const at = (hours: number): number => begin + hours * hour;
const timeOf = (hours: number): string => new Date(at(hours)).toISOString();

const customer = (traits: Partial<Customer>): Customer => ({
  ...customerWith({ id: 'c', createdAt: timeOf(0), submittedAt: timeOf(2) }),
  ...traits,
});

/** A command that was applied, of a user, with what it brought and how it was answered. */
const command = (type: string, hours: number, userId: string, payload: object, result = {}): PastEntry => ({
  at: at(hours),
  action: `command.${type}`,
  data: { commandId: `${type}-${hours}`, result: 'applied' },
  userId,
  payload,
  result,
});
const finish = (outcome: string, request: readonly string[] = []) => ({
  outcome,
  verdicts: [],
  reasons: outcome === 'reject' ? ['fraud.stolenIdentity'] : [],
  request: request.map(item => ({ item })),
});
const entry = (action: string, hours: number, data: object = {}): PastEntry => ({
  at: at(hours),
  action,
  data,
});

/** Where a case came from and went, and how many hours after it was created. */
const movesOf = (one: Customer, log?: readonly PastEntry[]) =>
  historyOf(one, log)
    .filter(({ before, after }) => before?.status !== after.status)
    .map(step => `${step.before?.status ?? ''}>${step.after.status} ${(step.at - begin) / hour}`);

const created = entry('customer.created', 0);
const submitted = entry('customer.submitted', 2, { version: 2 });

test('[MET-6] a request is answered by the last thing that it asked for, and by nothing else', () => {
  const log = [
    created,
    submitted,
    command('review.start', 3, 'ana', {}),
    command(
      'review.finish',
      4,
      'ana',
      finish('resubmission', ['field:email', 'documentType:selfie', 'document:d']),
    ),
    entry('customer.patched', 5, { version: 5, fields: ['email', 'phone'] }),
    entry('document.received', 6, { type: 'passport', replaces: 'd' }),
    entry('document.received', 7, { type: 'passport' }),
    entry('document.received', 8, { type: 'selfie', replaces: null }),
  ];
  expect(movesOf(customer({ status: 'UNDER_REVIEW' }), log)).toEqual([
    '>CREATED 0',
    'CREATED>UNDER_REVIEW 2',
    'UNDER_REVIEW>NEEDS_ADDITIONAL_INFORMATION 4',
    'NEEDS_ADDITIONAL_INFORMATION>UNDER_REVIEW 8',
  ]);
});

test('[MET-6] a decision that waits moves the case when it is agreed to; one that was disagreed with or overtaken does not', () => {
  const waits = { awaitingSecondApproval: true };
  const log = [
    created,
    submitted,
    command('review.finish', 3, 'ana', finish('reject'), waits),
    command('approval.second', 4, 'ingrid', { agree: false }),
    command('review.finish', 5, 'ana', finish('approve'), waits),
    entry('customer.patched', 6, { fields: ['phone'] }),
    command('review.finish', 7, 'tom', finish('reject'), waits),
    command('approval.second', 8, 'ingrid', { agree: true }),
  ];
  const one = customer({ status: 'REJECTED' });
  expect(movesOf(one, log)).toEqual(['>CREATED 0', 'CREATED>UNDER_REVIEW 2', 'UNDER_REVIEW>REJECTED 8']);
  const steps = historyOf(one, log);
  expect(steps.map(({ after }) => after.awaitingSecondApproval?.by ?? null)).toEqual([
    null, null, 'ana', null, 'ana', null, 'tom', null,
  ]); // prettier-ignore
  expect(steps.at(-1)?.after.lastReview).toMatchObject({ by: 'tom', reasons: ['fraud.stolenIdentity'] });
});

test('[MET-6] what was refused, or is not known, moves nothing; anything given to a verified case does', () => {
  const refused = { ...command('review.finish', 3, 'ana', finish('reject')), data: { result: 'refused' } };
  const log = [
    created,
    submitted,
    refused,
    { ...command('review.finish', 4, 'ana', {}), payload: 'not what it was' },
    entry('customer.of_the_future', 5, { version: 'two' }),
    command('review.finish', 6, 'ana', finish('approve')),
    entry('customer.patched', 7, { fields: ['phone'] }),
  ];
  expect(movesOf(customer({ status: 'UNDER_REVIEW' }), log)).toEqual([
    '>CREATED 0',
    'CREATED>UNDER_REVIEW 2',
    'UNDER_REVIEW>ACTIVE 6',
    'ACTIVE>UNDER_REVIEW 7',
  ]);
});

test('[MET-6] a case that was put into the store whole goes on from where it was; where the log does not lead to what it is, the fewest steps do', () => {
  const lastReview = { outcome: 'approve' as const, verdicts: [], tags: [], by: 'ana', at: timeOf(6) };
  const one = customer({ status: 'ACTIVE', lastReview });
  const fewest = ['>CREATED 0', 'CREATED>UNDER_REVIEW 2', 'UNDER_REVIEW>ACTIVE 6'];
  expect(movesOf(one)).toEqual(fewest);
  expect(movesOf(one, [command('review.finish', 6, 'ana', finish('approve'))])).toEqual(fewest);
  expect(movesOf(one, [command('note.add', 7, 'ana', {})])).toEqual(fewest);
  expect(movesOf(one, [command('review.finish', 5, 'ana', finish('reject'))])).toEqual(fewest);
  const late = customer({ status: 'UNDER_REVIEW' });
  expect(movesOf(late, [entry('customer.submitted', 2)])).toEqual(['>CREATED 0', 'CREATED>UNDER_REVIEW 2']);
  const versions = historyOf(one, [command('review.finish', 6, 'ana', finish('approve'))]).map(
    ({ after }) => after.version,
  );
  expect(new Set(versions).size).toBe(versions.length);
});
