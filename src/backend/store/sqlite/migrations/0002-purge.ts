// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "staging" (
    "tenantId" text not null, "chunkKey" text not null, "startedAt" integer not null,
    primary key ("tenantId", "chunkKey")) strict, without rowid`,
  // Few rows among many: without it every purge would read the whole feed.
  `create index "changeDeleted" on "change" ("at") where "op" = 'delete'`,
];
