import type { Locale } from '../../shared/api/index.ts';
import type { Customer, Level } from '../../shared/domain/index.ts';
import { findCustomer, type CustomerRecord } from '../customers/index.ts';
import { findLevel } from '../levels/index.ts';
import { linkState, type LinkRecord } from '../links/index.ts';
import type { Queries } from '../store/index.ts';
import { askedOf, type Asked } from './asked.ts';
import { wayThrough, type Way } from './steps.ts';

/** Somebody at the page of a link that still works. */
export interface Visit {
  readonly link: LinkRecord;
  readonly record: CustomerRecord;
  readonly customer: Customer;
  readonly level: Level;
  readonly asked: Asked;
  readonly way: Way;
}

export type Situation =
  { readonly kind: 'expired' | 'revoked' | 'done' } | { readonly kind: 'open'; readonly visit: Visit };

/** Whether the applicant agreed on an earlier link: single questions need no second consent. */
async function consentedBefore(db: Queries, { tenantId, customerId, id }: LinkRecord): Promise<boolean> {
  const rows = await db
    .selectFrom('link')
    .select('steps')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .where('id', '<>', id)
    .execute();
  return rows.some(({ steps }) => steps.includes('"consent"'));
}

/** What a link leads to at a time. */
export async function situationOf(db: Queries, link: LinkRecord, at: number): Promise<Situation> {
  const state = linkState(link, at);
  if (state === 'expired' || state === 'revoked') return { kind: state };
  const record = await findCustomer(db, link.tenantId, link.customerId);
  // Purged meanwhile: there is nothing left to ask.
  if (!record) return { kind: 'revoked' };
  const { customer } = record;
  if (customer.status === 'REJECTED') return { kind: 'done' };
  // Whoever comes back by the link they know finds what they were asked for since, as long as it works.
  if (state === 'completed' && customer.status !== 'NEEDS_ADDITIONAL_INFORMATION') return { kind: 'done' };
  const level = await findLevel({ db, tenantId: link.tenantId }, customer.levelId, customer.levelVersion);
  if (!level) throw new Error('a customer of an unknown level');
  const asked = askedOf(customer, level, link, at);
  const way = wayThrough(asked, customer, link, await consentedBefore(db, link));
  const nothing = way.steps.every(step => step === 'consent');
  if (way.current === undefined || nothing) return { kind: 'done' };
  if (state === 'completed' && link.expiresAt <= at) return { kind: 'expired' };
  return { kind: 'open', visit: { link, record, customer, level, asked, way } };
}

/** The name of the company that asks. */
export async function companyOf(db: Queries, tenantId: string): Promise<string> {
  const { name } = await db
    .selectFrom('tenant')
    .select('name')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return name;
}

/** How a page is spoken: language and the company's name. */
export interface Speech {
  readonly locale: Locale;
  readonly company: string;
}

/** Who did it, in the audit log: the holder of the link. */
export const actorOfLink = ({ id }: Pick<LinkRecord, 'id'>): string => `link:${id}`;
