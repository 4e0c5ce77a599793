import type { Notice } from '../../shared/api/index.ts';
import type { Context } from '../context.ts';
import { newId, timestampOf } from '../environment.ts';
import { hasten, type JobEnd, type JobHandler } from '../jobs/index.ts';
import type { DeliveryTable, WebhookTable, Work } from '../store/index.ts';
import { deliveryKind } from './outbox.ts';
import { attemptLimitMs, outcomeOf, type Attempted, type Outcome } from './schedule.ts';
import { secretsOf } from './secrets.ts';
import { send, type Outgoing } from './send.ts';
import { signatureOf } from './sign.ts';
import { changeDelivery, changeWebhook, disableWebhook, findDelivery, findWebhook } from './store.ts';
import type { TargetPolicy } from './target/index.ts';
import { turns, type Lines } from './turns.ts';

/**
 * Attempts of this process at the same time: of all, of a tenant, and of a subscription. An attempt is a socket that waits,
 * and has no connection of the store meanwhile: of all there may be many.
 */
const mostAtOnce = 64;
const mostOfTenant = 4;
const mostOfWebhook = 2;

/** Of a subscription that fails, and of all such of a tenant: several dead receivers leave it half of its places. */
const mostOfFailing = 1;
const mostOfAllFailing = 2;

function linesOf({ tenantId, id, failingSince }: WebhookTable): Lines {
  const own = `${tenantId}/${id}`;
  const tenant = { id: tenantId, most: mostOfTenant };
  return failingSince === null
    ? [{ id: own, most: mostOfWebhook }, tenant]
    : [{ id: own, most: mostOfFailing }, { id: `${tenantId}/failing`, most: mostOfAllFailing }, tenant];
}

const done: JobEnd = { kind: 'done' };

/** What became of an attempt, and how its subscription is now: undefined where it is gone. */
interface Kept {
  readonly end: JobEnd;
  readonly present: WebhookTable | undefined;
}

/** No place was free. */
interface Waits {
  readonly kind: 'waits';
  readonly dueAt: number;
}

/** What is sent at a time: the body as it was stored, signed with every secret that is valid. */
function outgoingOf(
  { id, body }: DeliveryTable,
  { url }: WebhookTable,
  secrets: readonly Buffer[],
  at: number,
): Outgoing {
  const timestamp = Math.floor(at / 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Sealdesk-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureOf({ id, timestamp, body }, secrets),
  };
  return { url, headers, body };
}

/** Disables a subscription that its owner did not disable, and tells: in the audit, to admins, and with its reason. */
async function disableAndTell(
  work: Work,
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  webhook: WebhookTable,
  reason: NonNullable<Outcome['disables']>,
): Promise<void> {
  await disableWebhook(work, webhook, reason);
  const { id: webhookId, owner, failingSince } = webhook;
  const since = failingSince === null ? null : timestampOf(failingSince);
  work.audit({
    actor: 'system',
    action: 'webhook.disabled',
    data: { webhookId, owner, reason, failingSince: since },
  });
  const id = newId(clock, random);
  const notice: Notice = {
    id,
    code: 'webhook_disabled',
    subjectId: webhookId,
    reason,
    owner,
    at: timestampOf(work.at),
  };
  work.publish({ entity: 'notice', id, op: 'upsert', version: 1, data: JSON.stringify(notice) });
}

/** The job that makes the attempts of one delivery. */
export function deliveryJob(context: Context, policy: TargetPolicy): JobHandler {
  const { store, work, keys, clock, log, run: by } = context;
  const places = turns(clock);

  const keep = (
    { tenantId, id }: DeliveryTable,
    { url }: WebhookTable,
    attempted: Attempted,
  ): Promise<Kept> =>
    work(tenantId, async step => {
      const delivery = await findDelivery(step.db, tenantId, id);
      const webhook = delivery && (await findWebhook(step.db, tenantId, delivery.webhookId));
      if (!delivery || !webhook) return { end: done, present: undefined };
      const outcome = outcomeOf(delivery, webhook, { ...attempted, isMoved: url !== webhook.url }, step.at);
      const isDelivered = outcome.delivery.state === 'delivered';
      // Disabled, or delivered by whoever held the job next: only that it arrived is news.
      if (delivery.state !== 'pending' && !isDelivered) return { end: done, present: webhook };
      await changeDelivery(step, delivery, outcome.delivery);
      const { failingSince, lastFailedAt } = outcome;
      const isSame = failingSince === webhook.failingSince && lastFailedAt === webhook.lastFailedAt;
      const now = isSame ? webhook : await changeWebhook(step, webhook, { failingSince, lastFailedAt });
      if (outcome.disables && webhook.state === 'active')
        await disableAndTell(step, context, now, outcome.disables);
      const dueAt = outcome.delivery.nextAttemptAt;
      return { end: dueAt === null ? done : { kind: 'again', dueAt }, present: now };
    });

  const attempt = async (
    delivery: DeliveryTable,
    webhook: WebhookTable,
    lines: Lines,
    signal: AbortSignal,
  ): Promise<JobEnd | Waits> => {
    const { id, state, nextAttemptAt } = delivery;
    if (state !== 'pending' || webhook.state !== 'active') return done;
    const at = clock.now();
    // Called while another worker made the attempt that failed.
    if (nextAttemptAt !== null && nextAttemptAt > at) return { kind: 'again', dueAt: nextAttemptAt };
    const turn = places.take(lines, id);
    if (turn.kind === 'later') return { kind: 'waits', dueAt: turn.dueAt };
    try {
      const secrets = await secretsOf(store.reader, keys, webhook, at);
      // Deleted since it was read.
      if (secrets.length === 0) return done;
      const outgoing = outgoingOf(delivery, webhook, secrets, at);
      const attempted = await send(outgoing, policy, { timeoutMs: attemptLimitMs, signal });
      const { end, present } = await keep(delivery, webhook, attempted);
      // It may have begun to fail, or to live: who is called next is called for the places that it has now.
      if (present) places.renew(linesOf(present));
      return end;
    } finally {
      turn.end();
    }
  };

  return {
    kind: deliveryKind,
    atOnce: mostAtOnce,
    isHarmless: true,
    run: async ({ tenantId, key: id }, signal) => {
      const delivery = await findDelivery(store.reader, tenantId, id);
      const webhook = delivery && (await findWebhook(store.reader, tenantId, delivery.webhookId));
      if (!delivery || !webhook) return done;
      const lines = linesOf(webhook);
      const callNext = (): Promise<void> =>
        places
          .call(lines, key => hasten(store, { tenantId, kind: deliveryKind, key }, by, clock.now()), signal)
          // Those who wait come by themselves; what became of this attempt is known.
          .catch((error: unknown) => log.error({ err: error, kind: deliveryKind }, 'nobody could be called'));
      let isWaiting = false;
      try {
        const end = await attempt(delivery, webhook, lines, signal);
        isWaiting = end.kind === 'waits';
        return end.kind === 'waits' ? { kind: 'again', dueAt: end.dueAt } : end;
      } finally {
        // Who waits has ended nothing that others could have the place of: it would only call the next to wait.
        if (!isWaiting) await callNext();
      }
    },
  };
}
