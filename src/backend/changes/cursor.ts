import type { Role } from '../../shared/domain/index.ts';

/** Where a reader of the feed is. It is bound to the feed and to what the reader's roles may see. */
export interface FeedCursor {
  readonly epoch: string;
  readonly view: string;
  readonly seq: number;
  /** Where the feed was when this reader began: what was purged before that, it never held. */
  readonly began: number;
}

const version = 'f2';

/** The roles decide what is visible: another set of roles is another view of the feed. */
export const viewOf = (roles: readonly Role[]): string => roles.toSorted().join('+');

export const formatCursor = ({ epoch, view, seq, began }: FeedCursor): string =>
  Buffer.from([version, epoch, view, String(seq), String(began)].join('|')).toString('base64url');

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** Undefined for anything that this backend did not hand out. */
export function parseCursor(text: string): FeedCursor | undefined {
  const [tag, epoch, view, ...rest] = Buffer.from(text, 'base64url').toString('utf8').split('|');
  const [seq, began] = rest.map(numberOf);
  if (tag !== version || epoch === undefined || view === undefined || rest.length !== 2) return undefined;
  return seq === undefined || began === undefined ? undefined : { epoch, view, seq, began };
}
