import { auditEndpoints } from './audit.ts';
import { changesEndpoints } from './changes.ts';
import { commandEndpoints } from './commands.ts';
import { customerEndpoints } from './customers.ts';
import { documentEndpoints } from './documents.ts';
import { healthEndpoints } from './health.ts';
import { identityEndpoints } from './identity.ts';
import { historyEndpoints } from './history.ts';
import { leadEndpoints } from './leads.ts';
import { levelEndpoints } from './levels.ts';
import { linkEndpoints } from './links.ts';
import { metricsEndpoints } from './metrics.ts';
import { webhookEndpoints } from './webhooks.ts';
import { transactionEndpoints } from './transactions.ts';
import type { Endpoint } from './endpoint.ts';

export {
  lineSchema,
  scopes,
  scopeSchema,
  staff,
  type Caller,
  type Endpoint,
  type Scope,
} from './endpoint.ts';
export {
  customerPatchSchema,
  customerQuerySchema,
  fieldValuesSchema,
  mostSearchWords,
  newCustomerSchema,
  ownerInputSchema,
} from './customers.ts';
export { documentMetaSchema } from './documents.ts';
export { changesQuerySchema } from './changes.ts';
export { sentCommandSchema } from './commands.ts';
export { newTransactionSchema, transactionQuerySchema } from './transactions.ts';
export { historyQuerySchema } from './history.ts';
export { idleLeadsQuerySchema, leadImportQuerySchema } from './leads.ts';
export { metricsQuerySchema } from './metrics.ts';
export { linkQuerySchema, newLinkSchema } from './links.ts';
export { deliveryQuerySchema, newWebhookSchema, webhookPatchSchema } from './webhooks.ts';

/** The HTTP contract: validation, handlers, the workstation's client and OpenAPI all come from this table. */
export const endpoints = {
  ...healthEndpoints,
  ...identityEndpoints,
  ...levelEndpoints,
  ...customerEndpoints,
  ...documentEndpoints,
  ...linkEndpoints,
  ...auditEndpoints,
  ...historyEndpoints,
  ...leadEndpoints,
  ...transactionEndpoints,
  ...metricsEndpoints,
  ...webhookEndpoints,
  ...changesEndpoints,
  ...commandEndpoints,
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
