import { describe, expect, it } from 'vitest';
import { rejectDraft, resubmissionDraft } from '../../../../src/renderer/src/review/dialogs/drafts.ts';
import { lineFor } from '../../../../src/renderer/src/review/dialogs/request.ts';
import { refusalWords } from '../../../../src/renderer/src/review/dialogs/refusal-words.ts';
import type { CaseItem } from '../../../../src/shared/ipc/index.ts';
import { problem } from '../../../../src/shared/ipc/index.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';

const rejected = (item: string, ...reasons: string[]) =>
  caseItem(item, { verdict: { item, verdict: 'rejected', reasons } });
const missing = (item: string) => caseItem(item, { missing: true });
const caseOf = (...items: CaseItem[]) => caseView({ items });
const itemsOf = (draft: ReturnType<typeof resubmissionDraft>) => draft.lines.map(({ item }) => item);

describe('[REV-12] a request that was put together and closed', () => {
  const view = caseOf(
    rejected('field:idExpiry', 'badDocument.expired'),
    rejected('document:d1', 'badDocument.incomplete'),
    missing('documentType:selfie'),
    missing('field:occupation'),
    caseItem('field:lastName'),
  );
  const begun = resubmissionDraft(view);
  const written = begun.lines.map(line => ({
    ...line,
    reasons: line.missing ? ['badDocument.incomplete'] : line.reasons,
    comment: `Please send ${line.item}.`,
  }));

  it('opens again with every word on the same case', () => {
    const left = { begun: begun.begun, lines: written };
    expect(resubmissionDraft(view, left).lines).toEqual(written);
    expect(resubmissionDraft(structuredClone(view), left).lines).toEqual(written);
  });

  it('lacks only the lines of what is gone or has come meanwhile', () => {
    const added = [lineFor(view, 'field:lastName'), lineFor(view, 'documentType:passport')];
    const after = caseOf(
      rejected('field:idExpiry', 'badDocument.expired'),
      caseItem('document:d2'),
      caseItem('field:occupation'),
      caseItem('field:lastName'),
    );
    const lines = resubmissionDraft(after, { begun: begun.begun, lines: [...written, ...added] }).lines;
    expect(lines.map(({ item, comment }) => [item, comment])).toEqual([
      ['field:idExpiry', 'Please send field:idExpiry.'],
      ['field:lastName', ''],
      ['documentType:passport', ''],
    ]);
  });

  it('[REV-5] takes up what the items say now where nothing was done by hand', () => {
    const [first, ...others] = begun.lines;
    if (!first) throw new Error('no line');
    const left = { begun: begun.begun, lines: [{ ...first, comment: 'My own words.' }, ...others] };
    const after = caseOf(
      rejected('field:idExpiry', 'badDocument.expired'),
      rejected('document:d1', 'badDocument.expired'),
      rejected('field:lastName', 'badDocument.incomplete'),
    );
    const { lines } = resubmissionDraft(after, left);
    expect(lines.map(({ item, reasons, comment }) => [item, reasons, comment])).toEqual([
      ['field:idExpiry', ['badDocument.expired'], 'My own words.'],
      ['document:d1', ['badDocument.expired'], ''],
      ['field:lastName', ['badDocument.incomplete'], ''],
    ]);
  });

  it('[REV-5] is as the item says where that was judged otherwise meanwhile, whatever was typed about it', () => {
    const left = { begun: begun.begun, lines: written.filter(({ item }) => item !== 'document:d1') };
    const approved = caseItem('field:idExpiry', {
      verdict: { item: 'field:idExpiry', verdict: 'approved', reasons: [] },
    });
    const after = caseOf(
      approved,
      rejected('document:d1', 'badDocument.expired'),
      missing('documentType:selfie'),
      // It came, and was not good.
      rejected('field:occupation', 'badDocument.incomplete'),
    );
    const { lines } = resubmissionDraft(after, left);
    expect(lines.map(({ item, reasons, comment }) => [item, reasons, comment])).toEqual([
      ['document:d1', ['badDocument.expired'], ''],
      ['field:occupation', ['badDocument.incomplete'], ''],
      ['documentType:selfie', ['badDocument.incomplete'], 'Please send documentType:selfie.'],
    ]);
  });

  it('is as the item says also where it was opened while nobody had judged that anew', () => {
    const between = caseOf(caseItem('field:idExpiry'), rejected('document:d1', 'badDocument.incomplete'));
    const opened = resubmissionDraft(between, { begun: begun.begun, lines: written });
    expect(itemsOf(opened)).toEqual(['document:d1']);
    const after = caseOf(rejected('field:idExpiry', 'badDocument.wrongType'));
    expect(resubmissionDraft(after, opened).lines).toMatchObject([
      { item: 'field:idExpiry', reasons: ['badDocument.wrongType'], comment: '' },
    ]);
  });

  it('leaves out what was taken out by hand, also when closed twice', () => {
    const left = { begun: begun.begun, lines: written.filter(({ item }) => item !== 'document:d1') };
    const again = resubmissionDraft(view, left);
    expect(itemsOf(again)).not.toContain('document:d1');
    expect(itemsOf(resubmissionDraft(view, again))).toEqual(itemsOf(again));
  });
});

describe('[REV-12] a rejection that was put together and closed', () => {
  const view = caseOf(rejected('field:idExpiry', 'fraud.stolenIdentity'));
  const begun = rejectDraft(view);

  it('begins with the reasons of its items', () => {
    expect(begun).toMatchObject({ reasons: ['fraud.stolenIdentity'], tags: [], note: '' });
  });

  it('opens again with reasons, tags, one that was typed and not added, and the note', () => {
    const left = {
      ...begun,
      reasons: ['fraud.documentForgery'],
      tags: ['ring 7'],
      word: 'rin',
      note: 'Same portrait.',
    };
    const again = { ...left, tags: ['ring 7', 'rin'], word: '' };
    expect(rejectDraft(caseOf(caseItem('field:idExpiry')), left)).toEqual({ ...again, begun: [] });
    expect(rejectDraft(view, left)).toEqual(again);
    expect(rejectDraft(view, { ...left, word: ' ring 7 ' }).tags).toEqual(['ring 7']);
  });

  it('takes up a reason that an item was given since', () => {
    const left = { ...begun, note: 'Same portrait.' };
    const after = caseOf(rejected('field:idExpiry'), rejected('field:lastName', 'fraud.stolenIdentity'));
    expect(rejectDraft(after, left).reasons).toEqual(['fraud.stolenIdentity']);
    expect(rejectDraft(caseOf(caseItem('field:idExpiry')), left).reasons).toEqual([]);
  });
});

describe('[REV-12] a dialog that was refused', () => {
  it.each(['case_changed', 'unknown_item', 'verdicts_lapsed'] as const)('says for %s to close it', kind => {
    expect(refusalWords(problem(kind))).toMatch(/Close this dialog.*what you typed is kept/);
  });

  it('says what any other refusal says', () => {
    expect(refusalWords(problem('disk_full'))).not.toContain('Close this dialog');
  });
});
