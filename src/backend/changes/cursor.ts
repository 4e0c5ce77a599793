import type { Role } from '../../shared/domain/index.ts';

/** Where a reader of the feed is. It is bound to the feed and to what the reader's roles may see. */
export interface FeedCursor {
  readonly epoch: string;
  readonly view: string;
  readonly seq: number;
}

const version = 'f1';

/** The roles decide what is visible: another set of roles is another view of the feed. */
export const viewOf = (roles: readonly Role[]): string => roles.toSorted().join('+');

export const formatCursor = ({ epoch, view, seq }: FeedCursor): string =>
  Buffer.from([version, epoch, view, String(seq)].join('|')).toString('base64url');

/** Undefined for anything that this backend did not hand out. */
export function parseCursor(text: string): FeedCursor | undefined {
  const [tag, epoch, view, seq, ...rest] = Buffer.from(text, 'base64url').toString('utf8').split('|');
  if (tag !== version || epoch === undefined || view === undefined || rest.length > 0) return undefined;
  if (seq === undefined || !/^\d{1,15}$/.test(seq)) return undefined;
  return { epoch, view, seq: Number(seq) };
}
