import type { AuditTables } from './audit.ts';
import type { CaseTables } from './cases.ts';
import type { CheckTables } from './checks.ts';
import type { DocumentTables } from './documents.ts';
import type { IdentityTables } from './identity.ts';
import type { LeadTables } from './leads.ts';
import type { LinkTables } from './links.ts';
import type { MetricTables } from './metrics.ts';
import type { RequestTables } from './requests.ts';
import type { SyncTables } from './sync.ts';
import type { WebhookTables } from './webhooks.ts';

export type * from './audit.ts';
export type * from './cases.ts';
export type * from './checks.ts';
export type * from './documents.ts';
export type * from './identity.ts';
export type * from './leads.ts';
export type * from './links.ts';
export type * from './metrics.ts';
export type * from './requests.ts';
export type * from './sync.ts';
export type * from './webhooks.ts';

/** Times are epoch milliseconds, JSON is text: both mean the same on SQLite and PostgreSQL. */
export interface Tables
  extends
    IdentityTables,
    CaseTables,
    DocumentTables,
    SyncTables,
    CheckTables,
    LinkTables,
    LeadTables,
    WebhookTables,
    MetricTables,
    AuditTables,
    RequestTables {}
