/** Events on their way to integrators. */
export interface WebhookTables {
  webhook: WebhookTable;
  webhookSecret: WebhookSecretTable;
  delivery: DeliveryTable;
}

/** A subscription of an integrator's server to events. */
export interface WebhookTable {
  tenantId: string;
  id: string;
  url: string;
  /** JSON array. */
  events: string;
  state: 'active' | 'disabled';
  /** Who made it: `user:<id>` or `key:<id>`. */
  owner: string;
  disabledReason: 'request' | 'failing' | 'gone' | null;
  disabledAt: number | null;
  /** Since when every attempt has failed, with no quiet time between them. */
  failingSince: number | null;
  lastFailedAt: number | null;
  createdAt: number;
}

/** What a subscription's deliveries are signed with, sealed under the operator's key. */
export interface WebhookSecretTable {
  tenantId: string;
  webhookId: string;
  id: string;
  sealed: Uint8Array;
  createdAt: number;
  /** Null: the newest one. */
  expiresAt: number | null;
}

/** The outbox: one event on its way to one subscription. */
export interface DeliveryTable {
  tenantId: string;
  /** Sent as `webhook-id`. */
  id: string;
  webhookId: string;
  eventType: string;
  /** Purged with its customer. */
  customerId: string | null;
  /** As it is signed and sent. */
  body: string;
  state: 'pending' | 'delivered' | 'failed';
  attempts: number;
  /** Attempts since it was last asked for: the place in the schedule. */
  tries: number;
  nextAttemptAt: number | null;
  responseStatus: number | null;
  failure: string | null;
  createdAt: number;
}
