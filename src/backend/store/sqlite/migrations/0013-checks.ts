// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "checkRun" (
    "tenantId" text not null, "customerId" text not null, "startedAt" integer not null, "attempts" integer not null,
    "decides" integer not null, "alarmed" integer not null,
    primary key ("tenantId", "customerId")) strict`,
  `create table "contact" (
    "tenantId" text not null, "kind" text not null, "valueHash" text not null, "customerId" text not null,
    "at" integer not null, primary key ("tenantId", "kind", "valueHash", "customerId")) strict`,
  `create index "contactValue" on "contact" ("tenantId", "valueHash")`,
  `create index "contactCustomer" on "contact" ("tenantId", "customerId")`,
  `alter table "tenant" add column "retention" text`,
  `create index "customerStatus" on "customer" ("tenantId", "status", "updatedAt")`,
  `create index "commandCustomer" on "command" ("tenantId", "customerId")`,
  `create index "documentCustomer" on "document" ("tenantId", "customerId")`,
  `create index "documentBytes" on "document" ("tenantId", "sha256")`,
];
