// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "auditNode" (
    "tenantId" text not null, "level" integer not null, "index" integer not null, "hash" text not null,
    primary key ("tenantId", "level", "index")) strict, without rowid`,
  `create table "totp" (
    "tenantId" text not null, "userId" text not null, "secretSealed" blob not null, "createdAt" integer not null,
    "confirmedAt" integer, "lastStep" integer not null, primary key ("tenantId", "userId")) strict`,
  `create table "planLimit" (
    "tenantId" text not null, "kind" text not null, "most" integer,
    primary key ("tenantId", "kind")) strict, without rowid`,
  `create table "witnessedCommand" (
    "tenantId" text not null, "deviceId" text not null, "commandId" text not null,
    primary key ("tenantId", "deviceId", "commandId")) strict, without rowid`,
];
