import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payloadSchemas } from '../../../../src/shared/domain/command.ts';
import { contentOf, sameContent, type ItemContent } from '../../../../src/shared/domain/content.ts';
import type { Customer } from '../../../../src/shared/domain/customer.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testDesk, valueOf } from '../../../support/desk.ts';

const names = ['Lindqvist', 'Berg'];
const shas = ['a'.repeat(64), 'b'.repeat(64)];

/** What the feed brings: a few facts in a few values, so that they change to and fro. */
const facts = fc.record({
  lastName: fc.constantFrom(...names),
  read: fc.constantFrom(...names),
  percent: fc.constantFrom(40, 60),
  sha256: fc.constantFrom(...shas),
  replaced: fc.boolean(),
});
/** Each run ends with an approval that nothing stands against: otherwise it might prove nothing. */
const closing = [{ kind: 'look' }, { kind: 'markAll' }, { kind: 'finish', undo: false }] as const;
type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('feed' as const), facts }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'look' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      at: fc.nat(12),
      verdict: fc.constantFrom('approved' as const, 'approved' as const, 'unreviewed' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'markAll' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('finish' as const), undo: fc.boolean() }) },
);

const caseOf = (
  customerId: string,
  version: number,
  { lastName, read, percent, sha256, replaced }: Facts,
) => {
  const id = documentWith({ id: `${customerId}-1`, customerId, type: 'passport', sha256 });
  const later = documentWith({
    id: `${customerId}-2`,
    customerId,
    type: 'passport',
    sha256: 'c'.repeat(64),
    replaces: id.id,
  });
  return customerWith({
    id: customerId,
    version,
    fields: {
      lastName: { value: lastName, extracted: [{ value: read, source: 'mrz', documentId: id.id }] },
    },
    beneficialOwners: [{ id: 'o-1', name: 'Ada Berg', ownershipPercent: percent, isDirector: true }],
    documents: replaced ? [id, later] : [id],
  });
};

test('[REV-6] [REV-7] whatever the feed brings, an approval holds no verdict on anything but what was judged', async () => {
  const desk = await testDesk({ journalDirectory: temporaryDirectory('sealdesk-changed', 'memory') });
  let run = 0;
  let approvals = 0;
  fc.assert(
    fc.property(facts, fc.array(step, { minLength: 8, maxLength: 30 }), (first, steps) => {
      const customerId = `c-${(run += 1)}`;
      let current: Customer = caseOf(customerId, 1, first);
      const sync = () => desk.sync(current);
      sync();
      [...shas, 'c'.repeat(64)].forEach(sha256 => desk.arrives({ sha256 }));
      valueOf(desk.review.start({ customerId }));
      /** What the window shows, which lags behind the feed, and what was approved on it. */
      let shown = desk.view(customerId);
      const judged = new Map<string, ItemContent>();
      const judge = (item: string, verdict: 'approved' | 'unreviewed') => {
        const { customer } = shown;
        const marked = desk.review.mark({
          customerId,
          version: customer.version,
          verdict: { item, verdict, reasons: [] },
        });
        if (!marked.ok) return;
        if (verdict === 'approved') judged.set(item, contentOf(customer, item));
        else judged.delete(item);
      };
      for (const one of [...steps, ...closing]) {
        if (one.kind === 'feed') {
          current = caseOf(customerId, current.version + 1, one.facts);
          sync();
        } else if (one.kind === 'look') {
          shown = desk.view(customerId);
        } else if (one.kind === 'mark') {
          const item = shown.items[one.at % shown.items.length];
          if (item) judge(item.item, one.verdict);
        } else if (one.kind === 'markAll') {
          for (const { item } of shown.items) judge(item, 'approved');
        } else {
          const finished = desk.review.finish({
            customerId,
            version: shown.customer.version,
            outcome: 'approve',
            reasons: [],
            request: [],
            tags: [],
          });
          if (!finished.ok) continue;
          approvals += 1;
          const { payload, baseVersion } =
            desk.cache.outboxRow(finished.value.commandId)?.decided ?? expect.fail('nothing was decided');
          const { verdicts } = payloadSchemas['review.finish'].parse(payload);
          expect(baseVersion).toBe(current.version);
          for (const { item } of verdicts) {
            const on = judged.get(item) ?? expect.fail(`${item} was never approved`);
            expect(sameContent(on, contentOf(current, item)), item).toBe(true);
          }
          if (!one.undo) return;
          valueOf(desk.review.undo({ commandId: finished.value.commandId }));
        }
      }
    }),
    { numRuns: 25 },
  );
  expect(approvals).toBeGreaterThanOrEqual(run);
});
