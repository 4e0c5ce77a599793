// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  // A row for each tenant of whose cases an earlier version kept less; it goes when that was worked out.
  `create table "backFill" ("tenantId" text not null primary key, "lastId" text not null) strict, without rowid`,
  `insert into "backFill" ("tenantId", "lastId") select "id", '' from "tenant"`,
];
