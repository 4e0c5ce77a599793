// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "webhook" (
    "tenantId" text not null, "id" text not null, "url" text not null, "events" text not null,
    "state" text not null, "owner" text not null, "disabledReason" text, "disabledAt" integer,
    "failingSince" integer, "createdAt" integer not null,
    primary key ("tenantId", "id")) strict`,
  `create table "webhookSecret" (
    "tenantId" text not null, "webhookId" text not null, "id" text not null, "sealed" blob not null,
    "createdAt" integer not null, "expiresAt" integer,
    primary key ("tenantId", "webhookId", "id")) strict`,
  `create table "delivery" (
    "tenantId" text not null, "id" text not null, "webhookId" text not null, "eventType" text not null,
    "customerId" text, "body" text not null, "state" text not null, "attempts" integer not null,
    "tries" integer not null, "nextAttemptAt" integer, "responseStatus" integer, "failure" text,
    "createdAt" integer not null,
    primary key ("tenantId", "id")) strict`,
  `create index "deliveryWebhook" on "delivery" ("tenantId", "webhookId", "createdAt", "id")`,
  `create index "deliveryCustomer" on "delivery" ("tenantId", "customerId")`,
  `create index "deliveryState" on "delivery" ("state", "createdAt")`,
];
