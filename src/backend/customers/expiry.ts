import { currentDocuments, itemOf, type Customer, type Document } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { timestampOf } from '../environment.ts';
import type { JobHandler } from '../jobs/index.ts';
import { findLevel } from '../levels/index.ts';
import type { React } from '../store/index.ts';
import { askAnew } from './checks.ts';
import { changed } from './record.ts';
import { findCustomer, updateCustomer } from './store.ts';

const kind = 'expiry';
const dayMs = 24 * 3600 * 1000;

/** The day in UTC, ISO 8601. */
const dayOf = (at: number): string => timestampOf(at).slice(0, 10);

/** The next day (ISO 8601) after which a document on which a customer was verified is no longer valid; undefined: none. */
function nextExpiry({ documents }: Customer, today: string): string | undefined {
  const days = currentDocuments(documents).flatMap(({ expiresOn }) => expiresOn ?? []);
  return days.filter(day => /^\d{4}-\d\d-\d\d$/.test(day) && day >= today).toSorted()[0];
}

/** Has a verified customer looked at again on the day after a document expires. */
export const reactWithExpiry: React = async (work, steps) => {
  const today = dayOf(work.at);
  for (const { before, after } of steps) {
    if (after.status !== 'ACTIVE') continue;
    const day = nextExpiry(after, today);
    if (day === undefined) continue;
    if (before?.status === 'ACTIVE' && nextExpiry(before, today) === day) continue;
    work.enqueue({ kind, key: after.id, dueAt: Date.parse(`${day}T00:00:00.000Z`) + dayMs });
  }
};

/** All checks of the level are to be made again; which documents expired is said at once. */
function checksAnew(
  providers: Customer['providers'],
  names: readonly string[],
  expired: readonly Document[],
): Customer['providers'] {
  const findings = expired.map(({ id, expiresOn }) => ({
    code: 'badDocument.expired',
    item: itemOf('document', id),
    message: `The document has expired: it was valid until ${expiresOn ?? ''}.`,
  }));
  const anew = askAnew(providers, [...new Set([...names, 'document'])]);
  return anew.map(check => (check.name === 'document' ? { ...check, findings } : check));
}

/** The job that puts a verified customer under review again when a document has expired, and has everything checked anew. */
export const expiryJob = ({ work }: Pick<Context, 'work'>): JobHandler => ({
  kind,
  run: ({ tenantId, key }) =>
    work(tenantId, async step => {
      const found = await findCustomer(step.db, tenantId, key);
      const today = dayOf(step.at);
      if (found?.customer.status !== 'ACTIVE') return { kind: 'done' };
      const expired = currentDocuments(found.customer.documents).filter(
        ({ expiresOn }) => expiresOn != null && expiresOn < today,
      );
      if (expired.length === 0) return { kind: 'done' };
      const { levelId, levelVersion } = found.customer;
      const level = await findLevel(step, levelId, levelVersion);
      if (!level) throw new Error('a customer of an unknown level');
      const set = {
        status: 'UNDER_REVIEW' as const,
        providers: checksAnew(found.customer.providers, level.checks, expired),
      };
      const next = changed(found, { set, facts: ['status'], device: null, at: step.at });
      await updateCustomer(step, next, found);
      step.audit({
        actor: 'system',
        action: 'customer.document_expired',
        customerId: key,
        data: {
          version: next.customer.version,
          documents: expired.map(({ id, expiresOn }) => ({ id, expiresOn: expiresOn ?? null })),
        },
      });
      return { kind: 'done' };
    }),
});
