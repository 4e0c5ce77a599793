// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `alter table "job" add column "lost" integer not null default 0`,
  `create index "jobDueByTenant" on "job" ("kind", "tenantId", "dueAt")`,
  `create index "jobHeld" on "job" ("leasedUntil") where "leasedBy" is not null`,
];
