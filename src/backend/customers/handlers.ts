import { riskBandOf, type Customer } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId, timestampOf } from '../environment.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import { actorOf } from '../identity/index.ts';
import { findLevel } from '../levels/index.ts';
import { checkGiven } from './given.ts';
import { listCustomers } from './list.ts';
import { missingItems } from './missing.ts';
import { nameOf } from './name.ts';
import { patched } from './patch.ts';
import { changed } from './record.ts';
import { findCustomer, insertCustomer, updateCustomer } from './store.ts';

/** How long a submitted case may wait for its review before it is overdue. */
const dueAfterMs = 48 * 3600 * 1000;

const notFound = () => refuse('not_found', 'There is no such customer.');
const etag = ({ version }: Customer) => ({ etag: `"${version}"` });

export function customerHandlers({ store, clock, random }: Pick<Context, 'store' | 'clock' | 'random'>) {
  const mint = () => newId(clock, random);
  return {
    'customers.create': async ({ caller, body, once }) =>
      once(async step => {
        const level = await findLevel(step, body.levelId);
        if (!level || level.kind !== body.kind) {
          const errors = [{ path: 'body.levelId', message: `no level for this kind` }];
          return refuse('invalid_payload', 'There is no such level for this kind of customer.', { errors });
        }
        const given = checkGiven(body.kind, body, undefined, mint);
        if (!given.ok) return given;
        if (body.externalId !== undefined) {
          const taken = await step.db
            .selectFrom('customer')
            .select('id')
            .where('tenantId', '=', caller.tenantId)
            .where('externalId', '=', body.externalId)
            .executeTakeFirst();
          const errors = [{ path: 'body.externalId', message: 'already used' }];
          if (taken) return refuse('invalid_payload', 'Another customer has this externalId.', { errors });
        }
        const fields = Object.fromEntries(
          Object.entries(given.value.fields).map(([key, value]) => [key, { value, extracted: [] }]),
        );
        const at = timestampOf(step.at);
        const customer: Customer = {
          id: mint(),
          externalId: body.externalId ?? null,
          kind: body.kind,
          levelId: level.id,
          levelVersion: level.version,
          name: nameOf({ kind: body.kind, fields }),
          status: 'CREATED',
          reviewStatus: 'Pending',
          leadStatus: 'not_started',
          version: 1,
          fields,
          ...(body.kind === 'business' ? { beneficialOwners: [...(given.value.owners ?? [])] } : {}),
          documents: [],
          providers: [],
          screening: { hits: [] },
          risk: { score: 0, band: riskBandOf(0), factors: [] },
          createdAt: at,
          updatedAt: at,
        };
        await insertCustomer(step, { customer, guards: {}, touched: false });
        step.audit({
          actor: actorOf(caller),
          action: 'customer.created',
          customerId: customer.id,
          data: { kind: customer.kind, levelId: level.id, levelVersion: level.version },
        });
        const headers = { ...etag(customer), location: `/v1/customers/${customer.id}` };
        return ok({ status: 201, body: customer, headers });
      }),

    'customers.list': async ({ caller, query }) => {
      const page = await listCustomers(store, caller.tenantId, query);
      return page.ok ? ok({ status: 200, body: page.value }) : page;
    },

    'customers.get': async ({ caller, params }) => {
      const found = await findCustomer(store.reader, caller.tenantId, params.id);
      if (!found) return notFound();
      return ok({ status: 200, body: found.customer, headers: etag(found.customer) });
    },

    'customers.patch': async ({ caller, params, body, headers, once }) =>
      once(async step => {
        const found = await findCustomer(step.db, caller.tenantId, params.id);
        if (!found) return notFound();
        const match = headers['if-match'];
        if (match === undefined) return refuse('precondition_required', 'If-Match must name the version.');
        if (match !== '*' && match.trim() !== etag(found.customer).etag) {
          return refuse('version_conflict', `The customer has version ${found.customer.version} by now.`);
        }
        const given = checkGiven(found.customer.kind, body, found.customer, mint);
        if (!given.ok) return given;
        const next = patched(found, given.value, step.at);
        if (!next.ok) return next;
        const { customer } = next.value;
        if (next.value !== found) {
          await updateCustomer(step, next.value, found);
          step.audit({
            actor: actorOf(caller),
            action: 'customer.patched',
            customerId: customer.id,
            data: {
              version: customer.version,
              fields: Object.keys(given.value.fields),
              owners: given.value.owners !== undefined,
            },
          });
        }
        return ok({ status: 200, body: customer, headers: etag(customer) });
      }),

    'customers.missing': async ({ caller: { tenantId }, params }) => {
      const found = await findCustomer(store.reader, tenantId, params.id);
      if (!found) return notFound();
      const { levelId, levelVersion } = found.customer;
      const level = await findLevel({ db: store.reader, tenantId }, levelId, levelVersion);
      if (!level) throw new Error('a customer of an unknown level');
      return ok({ status: 200, body: { items: [...missingItems(found.customer, level)] } });
    },

    'customers.submit': async ({ caller, params, once }) =>
      once(async step => {
        const found = await findCustomer(step.db, caller.tenantId, params.id);
        if (!found) return notFound();
        const { status, levelId, levelVersion } = found.customer;
        if (status !== 'CREATED' && status !== 'NEEDS_ADDITIONAL_INFORMATION') {
          return refuse('invalid_transition', `A case can't be submitted from ${status}.`);
        }
        const level = await findLevel(step, levelId, levelVersion);
        if (!level) throw new Error('a customer of an unknown level');
        const missing = missingItems(found.customer, level);
        if (missing.length > 0) {
          const errors = missing.map(({ item, customerSentence }) => ({
            path: item,
            message: customerSentence,
          }));
          return refuse('incomplete', 'Something is still missing.', { errors });
        }
        const set = {
          status: 'UNDER_REVIEW' as const,
          submittedAt: timestampOf(step.at),
          dueAt: timestampOf(step.at + dueAfterMs),
        };
        const next = changed(found, { set, facts: ['status'], device: null, at: step.at, touches: true });
        await updateCustomer(step, next, found);
        step.audit({
          actor: actorOf(caller),
          action: 'customer.submitted',
          customerId: next.customer.id,
          data: { version: next.customer.version },
        });
        return ok({ status: 200, body: next.customer, headers: etag(next.customer) });
      }),
  } satisfies HandlersOf<
    | 'customers.create'
    | 'customers.list'
    | 'customers.get'
    | 'customers.patch'
    | 'customers.missing'
    | 'customers.submit'
  >;
}
