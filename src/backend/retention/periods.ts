import { verificationStatusSchema, type VerificationStatus } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import type { Queries, Work } from '../store/index.ts';

/** For how many days after the last that happened about it a case of each status is kept; null: until its status changes. */
export type Retention = Readonly<Record<VerificationStatus, number | null>>;

/**
 * What a tenant begins with: what was never finished goes after a season, what was decided stays for the five years that the
 * EU's anti-money-laundering law asks for (Directive 2015/849, article 40), and nobody's case goes while it is under review
 * or while they are a customer.
 */
export const defaultRetention: Retention = {
  CREATED: 90,
  UNDER_REVIEW: null,
  NEEDS_ADDITIONAL_INFORMATION: 180,
  ACTIVE: null,
  REJECTED: 5 * 365 + 1,
};

/** Remembered answers hold what was given; they are gone after 30 days, and no case goes before them. */
const leastDays = 30;

export const retentionSchema = z.partialRecord(
  verificationStatusSchema,
  z.int().min(leastDays).max(36_500).nullable(),
);

export type OwnRetention = z.infer<typeof retentionSchema>;

/** Reads `CREATED=60,REJECTED=never`; undefined when it is not that. */
export function parseRetention(text: string): OwnRetention | undefined {
  const pairs = text.split(',').map(pair => pair.split('='));
  if (pairs.some(pair => pair.length !== 2)) return undefined;
  if (new Set(pairs.map(([status]) => status)).size < pairs.length) return undefined;
  const days = pairs.map(([status = '', given = '']) => {
    if (given === 'never') return [status, null] as const;
    return [status, /^\d{1,5}$/.test(given) ? Number(given) : NaN] as const;
  });
  return retentionSchema.safeParse(Object.fromEntries(days)).data;
}

async function ownRetention(db: Queries, tenantId: string): Promise<OwnRetention> {
  const row = await db.selectFrom('tenant').select('retention').where('id', '=', tenantId).executeTakeFirst();
  return row?.retention == null ? {} : retentionSchema.parse(JSON.parse(row.retention));
}

export const retentionOf = async (db: Queries, tenantId: string): Promise<Retention> => ({
  ...defaultRetention,
  ...(await ownRetention(db, tenantId)),
});

/**
 * Sets a tenant's own periods, in whole days. Statuses that are not named keep what they have: what is to be kept longer
 * must not go because of a word about others.
 */
export async function setRetention(work: Work, retention: OwnRetention, actor: string): Promise<void> {
  const given = retentionSchema.parse(retention);
  const own = { ...(await ownRetention(work.db, work.tenantId)), ...given };
  await work.db
    .updateTable('tenant')
    .set({ retention: JSON.stringify(own) })
    .where('id', '=', work.tenantId)
    .execute();
  work.audit({ actor, action: 'tenant.retention_changed', data: given });
}
