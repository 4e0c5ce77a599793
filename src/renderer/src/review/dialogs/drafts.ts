import { parseItem, reasonOf } from '../../../../shared/domain/index.ts';
import type { CaseView } from '../../../../shared/ipc/index.ts';
import { firstRequest, lineFor, type Asked, type RequestLine } from './request.ts';

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

/** The rejection that its dialog opens with: what was typed on this case before, on what its items say now. */
export function rejectDraft(view: Pick<CaseView, 'items'>, kept?: RejectDraft): RejectDraft {
  const begun = firstReasons(view);
  if (!kept) return { begun, reasons: begun, tags: [], word: '', note: '' };
  const same = (a: string, b: string): boolean => a === b;
  const reasons = resumed({ begun: kept.begun, left: kept.reasons, now: begun, keyOf: String, same });
  return { ...kept, begun, reasons };
}

/** The request that its dialog opens with; a line is dropped when what it asks for is gone, or has come since. */
export function resubmissionDraft(view: Asked, kept?: ResubmissionDraft): ResubmissionDraft {
  const begun = firstRequest(view);
  if (!kept) return { begun, lines: begun };
  const keyOf = ({ item }: RequestLine): string => item;
  const lines = resumed({ begun: kept.begun, left: kept.lines, now: begun, keyOf, same: sameWords });
  return {
    begun,
    lines: lines
      .filter(line => isAskable(view, line))
      .map(line => ({ ...lineFor(view, line.item), reasons: line.reasons, comment: line.comment })),
  };
}

const sameWords = (a: RequestLine, b: RequestLine): boolean =>
  a.comment === b.comment &&
  a.reasons.length === b.reasons.length &&
  a.reasons.every((code, index) => code === b.reasons[index]);

function isAskable({ items }: Asked, { item, missing }: RequestLine): boolean {
  const listed = items.find(other => other.item === item);
  if (listed) return listed.missing || !missing;
  // A type of document that is in no line of the check is asked for besides; one that was missing there has come.
  return parseItem(item).kind === 'documentType' && !missing;
}

interface Resumed<T> {
  readonly begun: readonly T[];
  readonly left: readonly T[];
  readonly now: readonly T[];
  readonly keyOf: (entry: T) => string;
  readonly same: (a: T, b: T) => boolean;
}

/** What was changed, added or taken out by hand since it was begun stays so; the rest is as it would begin now. */
function resumed<T>({ begun, left, now, keyOf, same }: Resumed<T>): readonly T[] {
  const byKey = (entries: readonly T[]) => new Map(entries.map(entry => [keyOf(entry), entry]));
  const [first, last, fresh] = [byKey(begun), byKey(left), byKey(now)];
  return [...new Set([...last.keys(), ...fresh.keys()])].flatMap(key => {
    const [before, after] = [first.get(key), last.get(key)];
    const untouched = before === undefined || after === undefined ? before === after : same(before, after);
    const entry = untouched ? fresh.get(key) : after;
    return entry === undefined ? [] : [entry];
  });
}
