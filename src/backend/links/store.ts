import { localeSchema, type Link, type LinkState, type Locale } from '../../shared/api/index.ts';
import { customerKindSchema, itemSchema, type CustomerKind, type Item } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import { timestampOf } from '../environment.ts';
import { tokenHash } from '../identity/index.ts';
import type { LinkTable, Queries, Store, Work } from '../store/index.ts';
import { mayBeToken } from './token.ts';

/** A link as the backend knows it. Times are epoch milliseconds. */
export interface LinkRecord {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: CustomerKind;
  readonly levelId: string;
  readonly customerId: string;
  readonly tokenHash: string;
  readonly state: LinkTable['state'];
  readonly locale: Locale | null;
  /** What it asks for; null: whatever is missing. */
  readonly items: readonly Item[] | null;
  /** Steps of the page that the applicant confirmed. */
  readonly steps: readonly string[];
  readonly version: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly openedAt: number | null;
  readonly completedAt: number | null;
  readonly createdBy: string | null;
}

const items = z.array(itemSchema);
const steps = z.array(z.string());

export const linkOfRow = (row: LinkTable): LinkRecord => ({
  ...row,
  kind: customerKindSchema.parse(row.kind),
  locale: localeSchema.nullable().parse(row.locale),
  items: row.items === null ? null : items.parse(JSON.parse(row.items)),
  steps: steps.parse(JSON.parse(row.steps)),
});

const rowOf = (link: LinkRecord): LinkTable => ({
  ...link,
  items: link.items && JSON.stringify(link.items),
  steps: JSON.stringify(link.steps),
});

/** The state at a time: what was not completed or revoked is expired from `expiresAt` on. */
export const linkState = (
  { state, expiresAt }: Pick<LinkRecord, 'state' | 'expiresAt'>,
  at: number,
): LinkState => ((state === 'active' || state === 'opened') && expiresAt <= at ? 'expired' : state);

/** The link as it is sent. */
export const linkOf = (link: LinkRecord, state: LinkState): Link => ({
  id: link.id,
  kind: link.kind,
  levelId: link.levelId,
  customerId: link.customerId,
  state,
  ...(link.items ? { items: [...link.items] } : {}),
  ...(link.locale ? { locale: link.locale } : {}),
  createdAt: timestampOf(link.createdAt),
  expiresAt: timestampOf(link.expiresAt),
  ...(link.openedAt === null ? {} : { openedAt: timestampOf(link.openedAt) }),
  ...(link.completedAt === null ? {} : { completedAt: timestampOf(link.completedAt) }),
  ...(link.createdBy === null ? {} : { createdBy: link.createdBy }),
});

export async function findLink(db: Queries, tenantId: string, id: string): Promise<LinkRecord | undefined> {
  const row = await db
    .selectFrom('link')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && linkOfRow(row);
}

/** The link to which a token belongs, of whichever tenant: the token is the applicant's credential. */
export async function findByToken(
  { reader }: Pick<Store, 'reader'>,
  token: string,
): Promise<LinkRecord | undefined> {
  if (!mayBeToken(token)) return undefined;
  const row = await reader
    .selectFrom('link')
    .selectAll()
    .where('tokenHash', '=', tokenHash(token))
    .executeTakeFirst();
  return row && linkOfRow(row);
}

const publishLink = (work: Work, link: LinkRecord): void =>
  work.publish({
    entity: 'link',
    id: link.id,
    op: 'upsert',
    version: link.version,
    data: JSON.stringify(linkOf(link, link.state)),
  });

export async function insertLink(work: Work, link: LinkRecord): Promise<void> {
  await work.db.insertInto('link').values(rowOf(link)).execute();
  publishLink(work, link);
}

/** Writes what changed of a link, one version later. */
export async function rememberLink(
  work: Work,
  link: LinkRecord,
  set: Partial<Pick<LinkRecord, 'state' | 'steps' | 'locale' | 'openedAt' | 'completedAt'>>,
): Promise<LinkRecord> {
  const next = { ...link, ...set, version: link.version + 1 };
  await work.db
    .updateTable('link')
    .set(rowOf(next))
    .where('tenantId', '=', link.tenantId)
    .where('id', '=', link.id)
    .execute();
  publishLink(work, next);
  return next;
}
