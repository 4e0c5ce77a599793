export { deliveryJob } from './deliver.ts';
export { webhookHandlers } from './handlers.ts';
export { policyOf, type WebhookOptions } from './options.ts';
export { reactWithWebhooks } from './outbox.ts';
export { purgeWebhooks } from './purge.ts';
export { deleteDeliveries } from './store.ts';
