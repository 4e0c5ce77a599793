import { describe, expect, test } from 'vitest';
import { payloadSchemas } from '../../../../src/shared/domain/command.ts';
import type { Customer } from '../../../../src/shared/domain/customer.ts';
import type { Verdict } from '../../../../src/shared/domain/items.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';
import { approveEverything, testDesk, valueOf, type TestDesk } from '../../../support/desk.ts';

const customerId = 'c-1';
const plainly = { reasons: [], request: [], tags: [] };
const owner = {
  id: 'o-1',
  name: 'Ada Berg',
  dateOfBirth: '1970-01-02',
  nationality: 'NOR',
  ownershipPercent: 60,
  isDirector: true,
};
const paper = documentWith({ id: 'doc-1', customerId, type: 'certificate_of_incorporation' });
const company = (over: Partial<Parameters<typeof customerWith>[0]> = {}): Customer =>
  customerWith({
    id: customerId,
    levelId: 'kyc-basic',
    beneficialOwners: [owner],
    documents: [paper],
    ...over,
  });

async function openDesk(): Promise<TestDesk> {
  const desk = await testDesk();
  desk.sync(company());
  valueOf(desk.review.start({ customerId }));
  return desk;
}

const mark = (desk: TestDesk, item: string, verdict: Verdict, version = desk.shown(customerId)) =>
  desk.review.mark({ customerId, version, verdict: { item, verdict, reasons: [] } });
const finish = (desk: TestDesk, version = desk.shown(customerId)) =>
  desk.review.finish({ customerId, version, outcome: 'approve', ...plainly });
const itemOf = (desk: TestDesk, item: string) =>
  desk.view(customerId).items.find(known => known.item === item) ?? expect.fail(`no ${item}`);

const changes = [
  ['a given value', 'field:lastName', { fields: { lastName: 'Berg' } }],
  [
    'a value that was read',
    'field:lastName',
    {
      fields: {
        lastName: { value: 'Lindqvist', extracted: [{ value: 'LINDQUIST', source: 'text' }] },
      },
    },
  ],
  ['an owner', 'owner:o-1', { beneficialOwners: [{ ...owner, ownershipPercent: 20 }] }],
  ["a document's bytes", 'document:doc-1', { documents: [{ ...paper, sha256: 'c'.repeat(64) }] }],
  ['what a document is taken for', 'document:doc-1', { documents: [{ ...paper, type: 'other' as const }] }],
] as const;

describe('a verdict', () => {
  test.each(changes)('[REV-6] lapses when %s changes, and only that one', async (_what, item, change) => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    desk.sync(company({ version: 2, ...change } as Parameters<typeof company>[0]));
    const lapsed = desk.view(customerId).items.filter(({ verdict }) => verdict.verdict !== 'approved');
    expect(lapsed.map(known => known.item)).toEqual([item]);
    expect(itemOf(desk, item)).toMatchObject({
      verdict: { verdict: 'unreviewed' },
      changed: { verdict: 'approved', before: expect.anything() },
    });
    expect(finish(desk)).toMatchObject({ problem: { kind: 'verdicts_lapsed', items: [item] } });
  });

  test('[REV-6] stands when the case changes elsewhere, or back to what it was given on', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    desk.sync(company({ version: 2, assignee: 'u-other', fields: { lastName: 'Berg' } }));
    expect(itemOf(desk, 'field:lastName').changed).toBeDefined();
    desk.sync(company({ version: 3, assignee: 'u-other' }));
    expect(itemOf(desk, 'field:lastName').changed).toBeUndefined();
    expect(finish(desk).ok).toBe(true);
  });

  test('[REV-6] on what is there now takes the place of one that lapsed', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    desk.sync(company({ version: 2, fields: { lastName: 'Berg' } }));
    valueOf(mark(desk, 'field:lastName', 'approved'));
    expect(itemOf(desk, 'field:lastName')).toMatchObject({ verdict: { verdict: 'approved' } });
    const { commandId } = valueOf(finish(desk));
    expect(desk.cache.outboxRow(commandId)?.decided.baseVersion).toBe(2);
  });

  test('[REV-6] is not taken on an item that is other than the window showed; on any other it is', async () => {
    const desk = await openDesk();
    const shown = desk.shown(customerId);
    desk.sync(company({ version: 2, fields: { lastName: 'Berg' } }));
    expect(mark(desk, 'field:lastName', 'approved', shown)).toMatchObject({
      problem: { kind: 'item_changed', items: ['field:lastName'] },
    });
    valueOf(mark(desk, 'owner:o-1', 'approved', shown));
    expect(itemOf(desk, 'field:lastName').verdict.verdict).toBe('unreviewed');
  });

  test('[REV-6] is not taken on a version that no window was shown', async () => {
    const desk = await openDesk();
    desk.sync(company({ version: 3 }));
    expect(mark(desk, 'field:lastName', 'approved', 2)).toMatchObject({ problem: { kind: 'item_changed' } });
  });

  test('keeps its texts when it lapses: they are words of the person', async () => {
    const desk = await openDesk();
    const verdict = {
      item: 'field:lastName',
      verdict: 'rejected' as const,
      reasons: ['dataMismatch.fullName'],
      note: 'Asked them.',
    };
    valueOf(desk.review.mark({ customerId, version: desk.shown(customerId), verdict }));
    desk.sync(company({ version: 2, fields: { lastName: 'Berg' } }));
    expect(itemOf(desk, 'field:lastName').verdict).toMatchObject({
      verdict: 'unreviewed',
      reasons: [],
      note: 'Asked them.',
    });
  });

  test('[REV-6] whose finish is undone still lapses when its item changed meanwhile', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    const { commandId } = valueOf(finish(desk));
    desk.sync(company({ version: 2, fields: { lastName: 'Berg' } }));
    valueOf(desk.review.undo({ commandId }));
    const open = desk.view(customerId).items.filter(({ verdict }) => verdict.verdict === 'unreviewed');
    expect(open.map(({ item }) => item)).toEqual(['field:lastName']);
  });

  test('from before it was kept what it was given on counts for nothing, and breaks nothing', async () => {
    const desk = await openDesk();
    const verdict = { item: 'field:lastName', verdict: 'approved' as const, reasons: [] };
    valueOf(desk.desk.record([{ kind: 'marked', customerId, verdict }]));
    expect(itemOf(desk, 'field:lastName')).toMatchObject({
      verdict: { verdict: 'unreviewed' },
      changed: { verdict: 'approved' },
    });
  });
});

describe('what was done in a check', () => {
  const review = (at: string) => ({
    lastReview: { outcome: 'resubmission' as const, verdicts: [], tags: [], by: 'u-other', at },
  });
  const seen = (desk: TestDesk, page: number) =>
    valueOf(desk.review.seen({ customerId, documentId: 'doc-1', page, seconds: 4 }));
  const pages = (desk: TestDesk) => desk.view(customerId).documents[0]?.pagesViewed;
  const evidenceOf = (desk: TestDesk, commandId: string) =>
    desk.cache.outboxRow(commandId)?.decided.evidence[0];

  /** Everything approved and a page seen, and then somebody else reviewed the case; it came back as it was. */
  async function reviewedMeanwhile(): Promise<TestDesk> {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    seen(desk, 1);
    desk.sync(company({ version: 9, ...review('2026-01-15T10:00:00.000Z') }));
    return desk;
  }

  test('[REV-9] counts no more when another review ended since: no verdict, no page', async () => {
    const desk = await reviewedMeanwhile();
    valueOf(desk.review.start({ customerId }));
    const { items } = desk.view(customerId);
    expect(items.filter(({ verdict, changed }) => verdict.verdict !== 'unreviewed' || changed)).toEqual([]);
    expect(finish(desk)).toMatchObject({ problem: { kind: 'open_items' } });
    expect(pages(desk)).toEqual([]);

    approveEverything(desk, customerId);
    seen(desk, 2);
    const { commandId } = valueOf(finish(desk));
    expect(evidenceOf(desk, commandId)).toMatchObject({ pagesViewed: [2], seconds: 4 });
  });

  test('[REV-9] begins anew for the same page: seconds of the earlier check are not added', async () => {
    const desk = await reviewedMeanwhile();
    seen(desk, 1);
    approveEverything(desk, customerId);
    const { commandId } = valueOf(finish(desk));
    expect(evidenceOf(desk, commandId)).toMatchObject({ pagesViewed: [1], seconds: 4 });
  });

  test('[REV-9] is not taken from a window that shows the case as it was before that review', async () => {
    const desk = await openDesk();
    const shown = desk.shown(customerId);
    desk.sync(company({ version: 9, ...review('2026-01-15T10:00:00.000Z') }));
    valueOf(mark(desk, 'owner:o-1', 'approved', shown));
    expect(itemOf(desk, 'owner:o-1').verdict.verdict).toBe('unreviewed');
    valueOf(mark(desk, 'owner:o-1', 'approved'));
    expect(itemOf(desk, 'owner:o-1').verdict.verdict).toBe('approved');
  });

  test('[REV-9] comes back with a finish that is undone or decided again only where no review ended since', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    const first = valueOf(finish(desk)).commandId;
    valueOf(desk.review.undo({ commandId: first }));
    expect(itemOf(desk, 'owner:o-1').verdict.verdict).toBe('approved');
    const { commandId } = valueOf(finish(desk));
    desk.sync(company({ version: 9, ...review('2026-01-15T10:00:00.000Z') }));
    desk.answer(commandId, { result: 'conflict', code: 'version_conflict' });
    valueOf(desk.parked.decideAgain({ commandId }));
    expect(itemOf(desk, 'owner:o-1').verdict.verdict).toBe('unreviewed');
  });

  test('[REV-9] comes back in a second review too, where that is still the one', async () => {
    const desk = await openDesk();
    desk.sync(company({ version: 9, ...review('2026-01-15T10:00:00.000Z') }));
    approveEverything(desk, customerId);
    const { commandId } = valueOf(finish(desk));
    desk.answer(commandId, { result: 'conflict', code: 'version_conflict' });
    valueOf(desk.parked.decideAgain({ commandId }));
    expect(itemOf(desk, 'owner:o-1').verdict.verdict).toBe('approved');
    expect(finish(desk).ok).toBe(true);
  });

  test('outlasts a lease that merely ran out, and keeps its words beyond the review', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    const verdict = { item: 'field:email', verdict: 'approved' as const, reasons: [], note: 'Called.' };
    valueOf(desk.review.mark({ customerId, version: desk.shown(customerId), verdict }));
    seen(desk, 1);
    desk.sync(company({ version: 9 }));
    expect(itemOf(desk, 'owner:o-1').verdict.verdict).toBe('approved');
    expect(pages(desk)).toEqual([1]);
    desk.sync(company({ version: 10, ...review('2026-01-15T10:00:00.000Z') }));
    expect(itemOf(desk, 'field:email').verdict).toMatchObject({ verdict: 'unreviewed', note: 'Called.' });
  });
});

describe('a finished check', () => {
  const hit = { id: 'h-1', listName: 'A list', name: 'Fjord', score: 90, matched: ['name'] };

  test.each([
    ['status', { status: 'ACTIVE' as const }],
    ['screening', { screening: { hits: [hit] } }],
    ['checks', { providers: [{ name: 'data', state: 'alert' as const, findings: [] }] }],
    ['field:occupation', { fields: { occupation: 'Baker' } }],
    ['owner:o-2', { beneficialOwners: [owner, { ...owner, id: 'o-2' }] }],
    ['document:doc-2', { documents: [paper, documentWith({ id: 'doc-2', customerId, type: 'other' })] }],
  ])('[REV-7] is refused when %s changed after the window showed the case', async (fact, change) => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    const shown = desk.shown(customerId);
    desk.sync(company({ version: 2, ...change }));
    expect(finish(desk, shown)).toMatchObject({ problem: { kind: 'case_changed', items: [fact] } });
    expect(desk.cache.outboxCounts().waiting).toBe(0);
  });

  test('[REV-7] is taken when only what nobody decides on changed, and is based on the case as it is', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    const shown = desk.shown(customerId);
    desk.sync(company({ version: 5, assignee: 'u-other', dueAt: '2026-02-01T08:00:00.000Z' }));
    const { commandId } = valueOf(finish(desk, shown));
    expect(desk.cache.outboxRow(commandId)?.decided.baseVersion).toBe(5);
  });

  test.each(['reject', 'resubmission'] as const)(
    '[REV-6] as a %s leaves out the verdicts that lapsed',
    async outcome => {
      const desk = await openDesk();
      approveEverything(desk, customerId);
      desk.sync(company({ version: 2, fields: { lastName: 'Berg' } }));
      const reasons = ['badDocument.expired'];
      const { commandId } = valueOf(
        desk.review.finish({
          customerId,
          version: desk.shown(customerId),
          outcome,
          reasons: outcome === 'reject' ? ['fraud.documentForgery'] : [],
          request: [{ item: 'document:doc-1', reasons }],
          tags: [],
        }),
      );
      const { payload } = desk.cache.outboxRow(commandId)?.decided ?? expect.fail('no command');
      const { verdicts } = payloadSchemas['review.finish'].parse(payload);
      expect(verdicts.map(({ item }) => item)).not.toContain('field:lastName');
      expect(verdicts.length).toBeGreaterThan(3);
    },
  );
});

describe('a document that was never here', () => {
  test('[REV-8] can be marked pending or rejected, and not approved', async () => {
    const desk = await openDesk();
    const reasons = ['badDocument.expired'];
    const version = desk.shown(customerId);
    const judge = (verdict: Verdict) =>
      desk.review.mark({ customerId, version, verdict: { item: 'document:doc-1', verdict, reasons } });
    expect(judge('approved')).toMatchObject({
      problem: { kind: 'document_unverified', items: ['document:doc-1'] },
    });
    valueOf(judge('pending'));
    valueOf(judge('rejected'));
    desk.arrives(paper);
    valueOf(judge('approved'));
  });

  test('[REV-8] stands in the way of an approval also where nobody had to judge it', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    const extra = documentWith({ id: 'doc-2', customerId, type: 'other', sha256: 'e'.repeat(64) });
    desk.sync(company({ version: 2, documents: [paper, extra] }));
    expect(finish(desk)).toMatchObject({
      problem: { kind: 'document_unverified', items: ['document:doc-2'] },
    });
    desk.arrives(extra);
    expect(finish(desk).ok).toBe(true);
  });

  test('[REV-8] was seen by nobody, and the evidence of another decision says so', async () => {
    const desk = await openDesk();
    expect(desk.review.seen({ customerId, documentId: 'doc-1', page: 1, seconds: 9 })).toMatchObject({
      problem: { kind: 'document_not_here' },
    });
    const { commandId } = valueOf(
      desk.review.finish({
        customerId,
        version: desk.shown(customerId),
        outcome: 'reject',
        ...plainly,
        reasons: ['fraud.documentForgery'],
      }),
    );
    expect(desk.cache.outboxRow(commandId)?.decided.evidence).toEqual([
      { documentId: 'doc-1', sha256: paper.sha256, pagesViewed: [], seconds: 0 },
    ]);
  });
});
