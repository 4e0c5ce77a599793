// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "link" (
    "tenantId" text not null, "id" text not null, "kind" text not null, "levelId" text not null,
    "customerId" text not null, "tokenHash" text not null unique, "state" text not null, "locale" text,
    "items" text, "steps" text not null, "version" integer not null, "createdAt" integer not null,
    "expiresAt" integer not null, "openedAt" integer, "completedAt" integer,
    primary key ("tenantId", "id")) strict`,
  `create index "linkCreated" on "link" ("tenantId", "createdAt", "id")`,
  `create index "linkCustomer" on "link" ("tenantId", "customerId", "createdAt", "id")`,
  `create table "planUse" (
    "tenantId" text not null, "period" integer not null, "kind" text not null, "used" integer not null,
    primary key ("tenantId", "period", "kind")) strict`,
];
