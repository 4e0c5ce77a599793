import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { refuse, type HandlersOf, type Refusal } from '../http/index.ts';
import { actorOf } from '../identity/index.ts';
import type { WebhookTable } from '../store/index.ts';
import { listDeliveries } from './list.ts';
import { deliveryKind, writeDeliveries } from './outbox.ts';
import { anew, redeliverSince } from './redeliver.ts';
import { newSecret } from './secrets.ts';
import {
  changeDelivery,
  changeWebhook,
  deleteDeliveries,
  deliveryOf,
  disableWebhook,
  findDelivery,
  findWebhook,
  webhookOf,
} from './store.ts';
import { addressesOf, targetOf, type TargetPolicy } from './target/index.ts';

/** Each event is written once for every subscription: their number is bounded. */
const mostWebhooks = 50;

/** A slow name server delays a subscription no longer than this; the name is looked up again at every delivery. */
const lookUpMs = 2000;

const notFound = () => refuse('not_found', 'There is no such subscription.');
const isDisabled = () => refuse('invalid_transition', 'The subscription is disabled.');

/** What stands against an address. A name that is not known yet does not: the deliveries will say. */
async function urlFault(text: string, policy: TargetPolicy): Promise<Refusal<'invalid_payload'> | undefined> {
  const faulty = (message: string): Refusal<'invalid_payload'> => ({
    code: 'invalid_payload',
    detail: 'Nothing can be delivered to this address.',
    errors: [{ path: 'body.url', message }],
  });
  const url = targetOf(text, policy);
  if (!url.ok) return faulty(url.problem);
  const addresses = await addressesOf(url.value, policy, AbortSignal.timeout(lookUpMs));
  return !addresses.ok && addresses.problem === 'address_refused'
    ? faulty('leads to an address that is not on the internet')
    : undefined;
}

const textOf = (url: string): string => new URL(url).href;
const hostOf = (url: string): string => new URL(url).host;

export function webhookHandlers(context: Context, policy: TargetPolicy) {
  const { store, clock, random } = context;
  return {
    'webhooks.create': async ({ caller, body, once }) => {
      const fault = await urlFault(body.url, policy);
      if (fault) return { ok: false, problem: fault };
      return once(async step => {
        const { tenantId, at } = step;
        const known = await step.db
          .selectFrom('webhook')
          .select('id')
          .where('tenantId', '=', tenantId)
          .execute();
        if (known.length >= mostWebhooks)
          return refuse('invalid_transition', `A tenant has at most ${mostWebhooks} subscriptions.`);
        const row: WebhookTable = {
          tenantId,
          id: newId(clock, random),
          url: textOf(body.url),
          events: JSON.stringify(body.events),
          state: 'active',
          owner: actorOf(caller),
          disabledReason: null,
          disabledAt: null,
          failingSince: null,
          lastFailedAt: null,
          createdAt: at,
        };
        await step.db.insertInto('webhook').values(row).execute();
        const secret = await newSecret(step, context, row.id);
        if (secret === undefined) throw new Error('a new subscription has secrets already');
        // An address may hold a secret of its receiver's: the audit names the host alone.
        const data = { webhookId: row.id, host: hostOf(row.url), events: body.events };
        step.audit({ actor: actorOf(caller), action: 'webhook.created', data });
        return ok({ status: 201, body: { ...webhookOf(row), secret } });
      });
    },

    'webhooks.list': async ({ caller }) => {
      const rows = await store.reader
        .selectFrom('webhook')
        .selectAll()
        .where('tenantId', '=', caller.tenantId)
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return ok({ status: 200, body: { items: rows.map(webhookOf), nextCursor: null } });
    },

    'webhooks.get': async ({ caller, params }) => {
      const row = await findWebhook(store.reader, caller.tenantId, params.id);
      return row ? ok({ status: 200, body: webhookOf(row) }) : notFound();
    },

    'webhooks.patch': async ({ caller, params, body, once }) => {
      const fault = body.url === undefined ? undefined : await urlFault(body.url, policy);
      if (fault) return { ok: false, problem: fault };
      return once(async step => {
        const found = await findWebhook(step.db, caller.tenantId, params.id);
        if (!found) return notFound();
        const enabled = {
          state: 'active',
          disabledReason: null,
          disabledAt: null,
        } as const;
        const enables = body.state === 'active' && found.state === 'disabled';
        const moves = body.url !== undefined && textOf(body.url) !== found.url;
        const changed = await changeWebhook(step, found, {
          ...(body.url === undefined ? {} : { url: textOf(body.url) }),
          ...(body.events === undefined ? {} : { events: JSON.stringify(body.events) }),
          ...(enables ? enabled : {}),
          // How the old address answered says nothing of the new one.
          ...(enables || moves ? { failingSince: null, lastFailedAt: null } : {}),
        });
        const disables = body.state === 'disabled' && found.state === 'active';
        const row = disables ? await disableWebhook(step, changed, 'request') : changed;
        const data = {
          webhookId: row.id,
          host: hostOf(row.url),
          events: webhookOf(row).events,
          state: row.state,
        };
        step.audit({ actor: actorOf(caller), action: 'webhook.changed', data });
        return ok({ status: 200, body: webhookOf(row) });
      });
    },

    'webhooks.delete': async ({ caller, params, once }) =>
      once(async step => {
        const { tenantId } = step;
        const found = await findWebhook(step.db, tenantId, params.id);
        if (!found) return notFound();
        await deleteDeliveries(step, 'webhookId', found.id);
        await step.db
          .deleteFrom('webhookSecret')
          .where('tenantId', '=', tenantId)
          .where('webhookId', '=', found.id)
          .execute();
        await step.db
          .deleteFrom('webhook')
          .where('tenantId', '=', tenantId)
          .where('id', '=', found.id)
          .execute();
        const data = { webhookId: found.id, host: hostOf(found.url) };
        step.audit({ actor: actorOf(caller), action: 'webhook.deleted', data });
        return ok({ status: 204 });
      }),

    'webhooks.rotate': async ({ caller, params, once }) =>
      once(async step => {
        const found = await findWebhook(step.db, caller.tenantId, params.id);
        if (!found) return notFound();
        const secret = await newSecret(step, context, found.id);
        if (secret === undefined)
          return refuse('invalid_transition', 'Too many secrets of the last 24 hours still sign.');
        const data = { webhookId: found.id };
        step.audit({ actor: actorOf(caller), action: 'webhook.rotated', data });
        return ok({ status: 200, body: { ...webhookOf(found), secret } });
      }),

    'webhooks.test': async ({ caller, params, once }) =>
      once(async step => {
        const found = await findWebhook(step.db, caller.tenantId, params.id);
        if (!found) return notFound();
        if (found.state === 'disabled') return isDisabled();
        const [delivery] = await writeDeliveries(step, context, [
          {
            webhookId: found.id,
            eventType: 'webhook.test',
            customerId: undefined,
            data: { webhookId: found.id },
          },
        ]);
        if (!delivery) throw new Error('a delivery was not written');
        const data = { webhookId: found.id, deliveryId: delivery.id };
        step.audit({ actor: actorOf(caller), action: 'webhook.tested', data });
        return ok({ status: 202, body: deliveryOf(delivery) });
      }),

    'webhooks.deliveries': async ({ caller: { tenantId }, params, query }) => {
      const found = await findWebhook(store.reader, tenantId, params.id);
      if (!found) return notFound();
      const page = await listDeliveries(store, found, query);
      return page.ok ? ok({ status: 200, body: page.value }) : page;
    },

    'webhooks.redeliver': async ({ caller, params, once }) =>
      once(async step => {
        const webhook = await findWebhook(step.db, caller.tenantId, params.id);
        const found = webhook && (await findDelivery(step.db, caller.tenantId, params.deliveryId));
        if (!webhook || found?.webhookId !== webhook.id)
          return refuse('not_found', 'There is no such delivery.');
        if (webhook.state === 'disabled') return isDisabled();
        const delivery = await changeDelivery(step, found, anew(step.at));
        step.enqueue({ kind: deliveryKind, key: delivery.id, dueAt: step.at });
        const data = { webhookId: webhook.id, deliveryId: delivery.id };
        step.audit({ actor: actorOf(caller), action: 'webhook.redelivered', data });
        return ok({ status: 202, body: deliveryOf(delivery) });
      }),

    'webhooks.redeliverSince': async ({ caller, params, body, once }) =>
      once(async step => {
        const webhook = await findWebhook(step.db, caller.tenantId, params.id);
        if (!webhook) return notFound();
        if (webhook.state === 'disabled') return isDisabled();
        const done = await redeliverSince(step, webhook, Date.parse(body.since));
        const data = { webhookId: webhook.id, since: body.since, redelivered: done.redelivered };
        step.audit({ actor: actorOf(caller), action: 'webhook.redelivered', data });
        return ok({ status: 202, body: done });
      }),
  } satisfies HandlersOf<
    | 'webhooks.create'
    | 'webhooks.list'
    | 'webhooks.get'
    | 'webhooks.patch'
    | 'webhooks.delete'
    | 'webhooks.rotate'
    | 'webhooks.test'
    | 'webhooks.deliveries'
    | 'webhooks.redeliver'
    | 'webhooks.redeliverSince'
  >;
}
