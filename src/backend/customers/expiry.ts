import { currentDocuments, itemOf, type Customer, type Document } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { timestampOf } from '../environment.ts';
import type { JobHandler } from '../jobs/index.ts';
import type { React } from '../store/index.ts';
import { changed } from './record.ts';
import { findCustomer, updateCustomer } from './store.ts';
import { dueAfterMs } from './submit.ts';

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

function withExpired(providers: Customer['providers'], expired: readonly Document[], at: number) {
  const findings = expired.map(({ id, expiresOn }) => ({
    code: 'badDocument.expired',
    item: itemOf('document', id),
    message: `The document has expired: it was valid until ${expiresOn ?? ''}.`,
  }));
  const check = { name: 'document', state: 'rfi' as const, finishedAt: timestampOf(at), findings };
  return [...providers.filter(({ name }) => name !== check.name), check];
}

/** The job that puts a verified customer under review again when a document has expired. */
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
      const set = {
        status: 'UNDER_REVIEW' as const,
        dueAt: timestampOf(step.at + dueAfterMs),
        providers: withExpired(found.customer.providers, expired, step.at),
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
