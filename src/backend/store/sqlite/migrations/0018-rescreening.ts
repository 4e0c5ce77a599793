// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "watchlistVersion" (
    "seq" integer not null primary key, "digest" text not null, "entries" integer not null,
    "changed" integer not null, "at" integer not null) strict`,
  `create table "watchlistEntry" (
    "list" text not null, "entryId" text not null, "hash" text not null, "seq" integer not null,
    primary key ("list", "entryId")) strict, without rowid`,
  `create index "watchlistEntryBySeq" on "watchlistEntry" ("seq")`,
  `create table "rescreening" (
    "tenantId" text not null primary key, "doneSeq" integer not null, "seq" integer not null,
    "lastId" text not null, "matched" integer not null) strict, without rowid`,
];
