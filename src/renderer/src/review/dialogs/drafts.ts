import { parseItem, reasonOf, type Item } from '../../../../shared/domain/index.ts';
import type { CaseView } from '../../../../shared/ipc/index.ts';
import { firstRequest, lineFor, type Asked, type RequestLine } from './request.ts';
import { withTag } from './tags.ts';

/** A rejection while it is put together. */
export interface RejectDraft {
  /** The reasons that it was begun with. */
  readonly begun: readonly string[];
  readonly reasons: readonly string[];
  readonly tags: readonly string[];
  /** A tag that is typed and not yet added. */
  readonly word: string;
  readonly note: string;
}

/** A request for resubmission while it is put together. */
export interface ResubmissionDraft {
  /** The lines that it was begun with. */
  readonly begun: readonly RequestLine[];
  readonly lines: readonly RequestLine[];
}

/** What was put together in dialogs of a case that were closed again. */
export interface Drafts {
  readonly reject?: RejectDraft;
  readonly resubmission?: ResubmissionDraft;
}

/** Reasons that end a case, already given for an item, are offered for the whole. */
function firstReasons(view: Pick<CaseView, 'items'>): readonly string[] {
  const given = view.items.flatMap(({ verdict }) => (verdict.verdict === 'rejected' ? verdict.reasons : []));
  return [...new Set(given)].filter(code => reasonOf(code)?.ending === 'final');
}

/**
 * The rejection that its dialog opens with: what was typed on this case before, with the reasons that its items have now.
 * One that was taken out by hand stays out.
 */
export function rejectDraft(view: Pick<CaseView, 'items'>, kept?: RejectDraft): RejectDraft {
  const begun = firstReasons(view);
  if (!kept) return { begun, reasons: begun, tags: [], word: '', note: '' };
  const left = kept.reasons.filter(code => begun.includes(code) || !kept.begun.includes(code));
  const since = begun.filter(code => !kept.begun.includes(code) && !left.includes(code));
  return {
    begun,
    reasons: [...left, ...since],
    // It looks as if it were one already.
    tags: withTag(kept.tags, kept.word),
    word: '',
    note: kept.note,
  };
}

/**
 * The request that its dialog opens with. A line is as it was left while its item says what it said when it was begun;
 * where the item says something else by now, the line is as the item says. What was added by hand stays while the case
 * has it.
 */
export function resubmissionDraft(view: Asked, kept?: ResubmissionDraft): ResubmissionDraft {
  const begun = firstRequest(view);
  if (!kept) return { begun, lines: begun };
  const lines = begun.flatMap(line => {
    const [before, left] = [lineOf(kept.begun, line.item), lineOf(kept.lines, line.item)];
    if (!before || !isSameLine(before, line)) return [line];
    return left ? [{ ...line, reasons: left.reasons, comment: left.comment }] : [];
  });
  const added = kept.lines.filter(
    line => !lineOf(kept.begun, line.item) && !lineOf(begun, line.item) && isAskable(view, line),
  );
  return {
    begun,
    lines: [
      ...lines,
      ...added.map(({ item, reasons, comment }) => ({ ...lineFor(view, item), reasons, comment })),
    ],
  };
}

const lineOf = (lines: readonly RequestLine[], item: Item): RequestLine | undefined =>
  lines.find(line => line.item === item);

const isSameLine = (a: RequestLine, b: RequestLine): boolean =>
  a.missing === b.missing &&
  a.comment === b.comment &&
  a.reasons.length === b.reasons.length &&
  a.reasons.every((code, index) => code === b.reasons[index]);

function isAskable({ items }: Asked, { item, missing }: RequestLine): boolean {
  const listed = items.find(other => other.item === item);
  if (listed) return listed.missing || !missing;
  // A type of document that is in no line of the check is asked for besides; one that was missing there has come.
  return parseItem(item).kind === 'documentType' && !missing;
}
