import { createHmac } from 'node:crypto';
import {
  deliverySchema,
  webhookSchema,
  webhookWithSecretSchema,
  type Delivery,
  type Webhook,
} from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import type { TestBackend } from './backend.ts';
import { eventually } from './eventually.ts';
import type { Received } from './webhook-receiver.ts';

export type MadeWebhook = z.output<typeof webhookWithSecretSchema>;

const allEvents = [
  'kyc.status_updated',
  'kyc.document_received',
  'kyc.review_completed',
  'kyc.compliance_alert',
] as const;

const pageSchema = z.object({ items: z.array(deliverySchema), nextCursor: z.string().nullish() });

/** A request about subscriptions, of the integrator unless a key is given. */
export const askWebhooks = (
  server: TestBackend,
  method: string,
  path: string,
  { body, apiKey, headers = {} }: { body?: object; apiKey?: string; headers?: Record<string, string> } = {},
) =>
  server.integrator(
    `/v1/webhooks${path}`,
    {
      method,
      ...(body === undefined
        ? { headers }
        : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }),
    },
    apiKey,
  );

async function expectOk(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Subscribes an address to all events, unless told. */
export const subscribe = async (
  server: TestBackend,
  url: string,
  events: readonly string[] = allEvents,
): Promise<MadeWebhook> =>
  webhookWithSecretSchema.parse(
    await expectOk(await askWebhooks(server, 'POST', '', { body: { url, events } })),
  );

/** Ends every subscription of the integrator. */
export async function unsubscribeAll(server: TestBackend): Promise<void> {
  const { items } = (await (await askWebhooks(server, 'GET', '')).json()) as { items: { id: string }[] };
  for (const { id } of items) await askWebhooks(server, 'DELETE', `/${id}`);
}

/** Whether a request bears the signature of its id, time and body under a secret (Standard Webhooks), however old it is. */
export function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return signatures.split(' ').includes(`v1,${mac}`);
}

export const getWebhook = async (server: TestBackend, id: string): Promise<Webhook> =>
  webhookSchema.parse(await expectOk(await askWebhooks(server, 'GET', `/${id}`)));

/** Sends a test event; its delivery. */
export const sendTest = async (server: TestBackend, id: string): Promise<Delivery> =>
  deliverySchema.parse(await expectOk(await askWebhooks(server, 'POST', `/${id}/test`)));

export const deliveriesOf = async (server: TestBackend, id: string, query = '') =>
  pageSchema.parse(await expectOk(await askWebhooks(server, 'GET', `/${id}/deliveries${query}`)));

export async function deliveryOf(server: TestBackend, webhookId: string, id: string): Promise<Delivery> {
  const { items } = await deliveriesOf(server, webhookId, '?limit=200');
  const found = items.find(delivery => delivery.id === id);
  if (!found) throw new Error('no such delivery');
  return found;
}

/** Waits until a delivery is so. */
export const untilDelivery = (
  server: TestBackend,
  webhookId: string,
  id: string,
  is: (delivery: Delivery) => boolean,
): Promise<Delivery> =>
  eventually(async () => {
    const delivery = await deliveryOf(server, webhookId, id);
    return is(delivery) && delivery;
  });
