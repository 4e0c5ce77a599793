import { localeSchema, type Locale } from '../../shared/api/index.ts';
import type { Queries } from '../store/index.ts';

/** The language of a customer: of the newest link that has one, where the applicant or who made it chose that; else English. */
export async function languageOf(db: Queries, tenantId: string, customerId: string): Promise<Locale> {
  const row = await db
    .selectFrom('link')
    .select('locale')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .where('locale', 'is not', null)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? 'en' : localeSchema.parse(row.locale);
}
