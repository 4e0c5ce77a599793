import type { Customer } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { ifMatch, refuse, type HandlersOf } from '../http/index.ts';
import { actorOf } from '../identity/index.ts';
import { findLevel } from '../levels/index.ts';
import { createCustomer, possibleCustomer } from './create.ts';
import { giveToCustomer } from './give.ts';
import { checkGiven } from './given.ts';
import type { ImportApplicant, Imported } from './import.ts';
import { languageOf } from './language.ts';
import { listCustomers } from './list.ts';
import { missingItems } from './missing.ts';
import { patched } from './patch.ts';
import { findCustomer } from './store.ts';
import { submitCustomer } from './submit.ts';
import { unspentImports } from './unspent.ts';

const notFound = () => refuse('not_found', 'There is no such customer.');
const etag = ({ version }: Customer) => ({ etag: `"${version}"` });

export function customerHandlers(
  { store, clock, random, keys }: Pick<Context, 'store' | 'clock' | 'random' | 'keys'>,
  importApplicant: ImportApplicant,
) {
  const mint = () => newId(clock, random);
  const imports = unspentImports(importApplicant, { store, clock, keys });
  const precondition = (customer: Customer, match: string | undefined) => {
    if (match === undefined) return refuse('precondition_required', 'If-Match must name the version.');
    const fits = ifMatch(match, etag(customer).etag);
    return !fits.ok || fits.value
      ? fits
      : refuse('version_conflict', `The customer has version ${customer.version} by now.`);
  };
  return {
    'customers.create': async ({ caller, body, signal, once }) => {
      const giving = { actor: actorOf(caller), mint };
      const token = body.sumsubShareToken;
      let imported: Imported | undefined;
      if (token !== undefined) {
        // A token is used up by its use: only for what could be made with it.
        const from = { db: store.reader, tenantId: caller.tenantId, at: clock.now() };
        const possible = await possibleCustomer(from, body, giving);
        if (!possible.ok) return possible;
        const answer = await imports.take(caller.tenantId, token, signal);
        if (!answer.ok) return answer;
        imported = answer.value;
      }
      return once(async step => {
        const made = await createCustomer(step, body, { ...giving, imported });
        if (!made.ok) return made;
        if (token !== undefined) await imports.spent(step.db, caller.tenantId, token);
        const headers = { ...etag(made.value), location: `/v1/customers/${made.value.id}` };
        return ok({ status: 201 as const, body: made.value, headers });
      });
    },

    'customers.list': async ({ caller, query }) => {
      const page = await listCustomers(store, caller.tenantId, query);
      return page.ok ? ok({ status: 200, body: page.value }) : page;
    },

    'customers.get': async ({ caller, params }) => {
      const found = await findCustomer(store.reader, caller.tenantId, params.id);
      if (!found) return notFound();
      return ok({ status: 200, body: found.customer, headers: etag(found.customer) });
    },

    'customers.patch': async ({ caller, params, body, headers, signal, once }) => {
      const token = body.sumsubShareToken;
      let imported: Imported | undefined;
      if (token !== undefined) {
        // Looked at before the token is used up; again in the transaction, which decides.
        const found = await findCustomer(store.reader, caller.tenantId, params.id);
        if (!found) return notFound();
        const fits = precondition(found.customer, headers['if-match']);
        if (!fits.ok) return fits;
        const possible = checkGiven(found.customer.kind, body, {
          current: found.customer,
          mint,
          at: clock.now(),
        });
        if (!possible.ok) return possible;
        const taken = patched(found, possible.value, clock.now());
        if (!taken.ok) return taken;
        const answer = await imports.take(caller.tenantId, token, signal);
        if (!answer.ok) return answer;
        imported = answer.value;
      }
      return once(async step => {
        const found = await findCustomer(step.db, caller.tenantId, params.id);
        if (!found) return notFound();
        const fits = precondition(found.customer, headers['if-match']);
        if (!fits.ok) return fits;
        const next = await giveToCustomer(step, found, body, { actor: actorOf(caller), mint, imported });
        if (!next.ok) return next;
        if (token !== undefined) await imports.spent(step.db, caller.tenantId, token);
        return ok({ status: 200 as const, body: next.value, headers: etag(next.value) });
      });
    },

    'customers.missing': async ({ caller: { tenantId }, params, query }) => {
      const found = await findCustomer(store.reader, tenantId, params.id);
      if (!found) return notFound();
      const { levelId, levelVersion } = found.customer;
      const level = await findLevel({ db: store.reader, tenantId }, levelId, levelVersion);
      if (!level) throw new Error('a customer of an unknown level');
      const locale = query.locale ?? (await languageOf(store.reader, tenantId, params.id));
      const items = missingItems(found.customer, level, clock.now()).map(
        ({ item, label, why, sentence }) => ({ item, label, why, customerSentence: sentence(locale) }),
      );
      return ok({ status: 200, body: { items } });
    },

    'customers.submit': async ({ caller, params, once }) =>
      once(async step => {
        const found = await findCustomer(step.db, caller.tenantId, params.id);
        if (!found) return notFound();
        const next = await submitCustomer(step, found, actorOf(caller));
        return next.ok ? ok({ status: 200, body: next.value, headers: etag(next.value) }) : next;
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
