// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "job" (
    "tenantId" text not null, "kind" text not null, "key" text not null, "dueAt" integer not null,
    "attempts" integer not null, "revision" integer not null, "leasedBy" text, "leasedUntil" integer not null,
    "createdAt" integer not null, primary key ("tenantId", "kind", "key")) strict`,
  `create index "jobDue" on "job" ("dueAt")`,
];
