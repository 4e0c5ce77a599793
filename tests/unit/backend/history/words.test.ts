import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { historyWords } from '../../../../src/backend/history/words.ts';
import { commandTypes } from '../../../../src/shared/domain/index.ts';

const backend = join(import.meta.dirname, '../../../../src/backend');

/** Every action that the source names: as a member of an entry, or of the table of what checks decide. */
const named = new Set(
  globSync('**/*.ts', { cwd: backend })
    .map(file => readFileSync(join(backend, file), 'utf8'))
    .flatMap(text => [...text.matchAll(/(?:\baction: |: )'((?:[a-zA-Z]+)\.[a-z_]+)'/g)])
    .flatMap(([whole, action = '']) => (/action: |'checks\./.test(whole) ? [action] : [])),
);

/** Entries that are about no customer. */
const ofTenants =
  /^(apiKey|device|leads|level|plan|sample|session|tenant|totp|user|webhook)\.|^watchlist\.(changed|rescreened)$/;

/** The history of what was purged is gone with it. */
const gone = 'customer.purged';

const applied = { result: 'applied' };
const ofCustomers: Readonly<Record<string, readonly (readonly [data: object, words: string])[]>> = {
  'customer.created': [
    [{}, 'created the case'],
    [{ imported: 'sumsub' }, 'created the case with what sumsub knows'],
  ],
  'customer.patched': [
    [{ fields: ['email', 'phone'], owners: true }, 'gave email, phone and owners'],
    [{ fields: [], owners: false }, 'gave nothing new'],
    [{ fields: ['email'], owners: false, imported: 'sumsub' }, 'gave email and what sumsub knows'],
  ],
  'customer.submitted': [[{}, 'submitted the case']],
  'customer.document_expired': [[{}, 'put the case under review, because a document has expired']],
  'customer.watchlist_matched': [[{}, 'found a possible match on the watchlist, which has changed']],
  'document.received': [[{ type: 'passport' }, 'sent a document: passport']],
  'document.confirmed': [[{ type: 'passport' }, 'sent the same document again: passport']],
  'link.created': [[{}, 'made a verification link']],
  'link.shown': [[{}, 'was shown the address of the verification link']],
  'link.opened': [[{}, 'opened the verification link']],
  'link.consented': [[{}, 'consented to the verification']],
  'link.completed': [[{}, 'completed the verification link']],
  'link.revoked': [[{}, 'revoked the verification link']],
  'transaction.created': [
    [{ amount: '12.50', currency: 'EUR', direction: 'in' }, 'entered a transaction: 12.50 EUR in'],
  ],
  'checks.waiting': [[{}, 'waits for a check that could not be made yet']],
  'checks.asked': [
    [{ items: [{}] }, 'asked the customer for 1 item, because a check failed'],
    [{ items: [{}, {}] }, 'asked the customer for 2 items, because a check failed'],
  ],
  'checks.approved': [[{}, 'approved the case by the rule of its level']],
  'checks.reopened': [[{}, 'put the case under review, because a check has alarmed']],
  'checks.left_to_people': [[{ why: ['risk', 'hits'] }, 'left the case to people (risk, hits)']],
};

const names = new Map([
  ['u', 'Ana Lima'],
  ['v', 'Bo Berg'],
]);
const commands: Readonly<Record<string, readonly (readonly [payload: object, words: string])[]>> = {
  'review.start': [[{}, 'began a check']],
  'review.release': [[{}, 'gave the check back']],
  'review.finish': [
    [{ outcome: 'approve', request: [] }, 'approved the case'],
    [{ outcome: 'reject', reasons: ['fraud.stolenIdentity'] }, 'rejected the case for fraud.stolenIdentity'],
    [{ outcome: 'resubmission', request: [{}, {}] }, 'asked the customer for more (2 items)'],
  ],
  'field.correct': [[{ field: 'email' }, 'corrected the field email']],
  'document.classify': [[{ type: 'selfie' }, 'said that a document is: selfie']],
  'screening.resolve': [[{ resolution: 'match' }, 'resolved a screening hit as match']],
  'approval.second': [
    [{ agree: true }, 'agreed to the decision'],
    [{ agree: false }, 'disagreed with the decision'],
  ],
  'customer.assign': [
    [{ userId: 'u' }, 'assigned the case to Ana Lima'],
    [{ userId: 'unknown' }, 'assigned the case'],
    [{ userId: null }, 'took the case from who had it'],
  ],
  'customer.escalate': [[{ to: 'u' }, 'escalated the case to Ana Lima']],
  'customer.appeal': [[{}, 'took the case up again on appeal']],
  'note.add': [
    [{ mentions: [] }, 'wrote a note'],
    [{ mentions: ['u', 'v'] }, 'wrote a note to Ana Lima, Bo Berg'],
  ],
};

test('[LEAD-6] every action that is written down of a customer has words of its own', () => {
  const known = new Set([...Object.keys(ofCustomers), gone]);
  expect([...named].filter(action => !ofTenants.test(action)).toSorted()).toEqual([...known].toSorted());
  for (const [action, cases] of Object.entries(ofCustomers))
    for (const [data, words] of cases)
      expect([action, historyWords(action, { ...data }, undefined, names)]).toEqual([action, words]);
});

test('what no outcome is has no words of its own, whatever it is called', () => {
  for (const outcome of ['constructor', 'toString', '__proto__', 'other'])
    expect(historyWords('command.review.finish', applied, { outcome }, names)).toBe('finished the check');
});

test('[LEAD-6] of a command that was not understood is said that it was sent, and not what it would have done', () => {
  const refused = { result: 'refused', code: 'validation_failed' };
  for (const type of commandTypes)
    expect(historyWords(`command.${type}`, refused, undefined, names)).toBe(
      `sent a command (${type}): not applied (validation_failed)`,
    );
});

test('[LEAD-6] every command has words of its own, and says where it was not applied', () => {
  expect(Object.keys(commands).toSorted()).toEqual(commandTypes.toSorted());
  for (const [type, cases] of Object.entries(commands))
    for (const [payload, words] of cases) {
      const told = (data: object) => historyWords(`command.${type}`, { ...data }, { ...payload }, names);
      expect([type, told(applied)]).toEqual([type, words]);
      expect(told({ result: 'refused', code: 'role_missing' })).toBe(`${words}: not applied (role_missing)`);
      expect(told({ result: 'held', code: null })).toBe(`${words}: not applied (held)`);
    }
});
