// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "tenant" (
    "id" text not null primary key, "name" text not null, "createdAt" integer not null, "policy" text not null,
    "signingPublicKey" text not null, "signingKeySealed" blob not null, "feedEpoch" text not null,
    "feedSeq" integer not null, "feedHorizon" integer not null, "auditSize" integer not null) strict`,
  `create table "user" (
    "tenantId" text not null references "tenant" ("id"), "id" text not null, "email" text not null unique,
    "name" text not null, "roles" text not null, "passwordHash" text not null, "createdAt" integer not null,
    "disabledAt" integer, primary key ("tenantId", "id")) strict, without rowid`,
  `create table "apiKey" (
    "tenantId" text not null references "tenant" ("id"), "id" text not null, "name" text not null,
    "keyHash" text not null unique, "scopes" text not null, "createdAt" integer not null, "revokedAt" integer,
    primary key ("tenantId", "id")) strict, without rowid`,
  `create table "device" (
    "tenantId" text not null, "id" text not null, "userId" text not null, "name" text not null,
    "publicKey" text not null, "state" text not null, "lastSeq" integer not null, "lastHash" text not null,
    "witnessedSize" integer not null, "witnessedRoot" text, "witnessedNote" text, "createdAt" integer not null,
    primary key ("tenantId", "id"),
    foreign key ("tenantId", "userId") references "user" ("tenantId", "id")) strict, without rowid`,
  `create table "challenge" (
    "challenge" text not null primary key, "expiresAt" integer not null) strict, without rowid`,
  `create table "signInFailure" (
    "id" integer primary key, "accountHash" text not null, "address" text not null, "at" integer not null) strict`,
  `create index "signInFailureWho" on "signInFailure" ("accountHash", "address", "at")`,
  `create table "session" (
    "tenantId" text not null, "id" text not null, "userId" text not null, "deviceId" text not null,
    "createdAt" integer not null, "expiresAt" integer not null, "revokedAt" integer,
    primary key ("tenantId", "id"),
    foreign key ("tenantId", "deviceId") references "device" ("tenantId", "id")) strict, without rowid`,
  `create table "refreshToken" (
    "tenantId" text not null, "tokenHash" text not null primary key, "sessionId" text not null,
    "createdAt" integer not null, "rotationId" text, "successorHash" text) strict, without rowid`,
  `create index "refreshTokenSession" on "refreshToken" ("tenantId", "sessionId")`,
  `create table "accessToken" (
    "tenantId" text not null, "tokenHash" text not null primary key, "sessionId" text not null,
    "expiresAt" integer not null) strict, without rowid`,
  `create index "accessTokenSession" on "accessToken" ("tenantId", "sessionId")`,
  `create index "accessTokenExpiry" on "accessToken" ("expiresAt")`,
  `create table "level" (
    "tenantId" text not null, "id" text not null, "version" integer not null, "data" text not null,
    primary key ("tenantId", "id", "version")) strict, without rowid`,
  // With rowids: the rows are wide, and a clustered table would drag the JSON through every index descent.
  `create table "customer" (
    "tenantId" text not null, "id" text not null, "externalId" text, "kind" text not null,
    "levelId" text not null, "status" text not null, "reviewStatus" text not null, "leadStatus" text not null,
    "assignee" text, "riskBand" text not null, "riskScore" real not null, "name" text not null,
    "searchText" text not null, "version" integer not null, "createdAt" integer not null,
    "updatedAt" integer not null, "touched" integer not null, "guards" text not null, "data" text not null,
    primary key ("tenantId", "id")) strict`,
  `create unique index "customerExternal" on "customer" ("tenantId", "externalId") where "externalId" is not null`,
  `create index "customerCreated" on "customer" ("tenantId", "createdAt", "id")`,
  `create index "customerUpdated" on "customer" ("tenantId", "updatedAt", "id")`,
  `create index "customerName" on "customer" ("tenantId", "name", "id")`,
  `create index "customerRisk" on "customer" ("tenantId", "riskScore", "id")`,
  `create table "document" (
    "tenantId" text not null, "id" text not null, "customerId" text not null, "type" text not null,
    "sha256" text not null, primary key ("tenantId", "id")) strict, without rowid`,
  `create table "blob" (
    "tenantId" text not null, "sha256" text not null, "size" integer not null, "mime" text not null,
    "chunkKey" text not null, primary key ("tenantId", "sha256")) strict, without rowid`,
  `create index "blobChunks" on "blob" ("tenantId", "chunkKey")`,
  `create table "blobChunk" (
    "tenantId" text not null, "chunkKey" text not null, "n" integer not null, "bytes" blob not null,
    primary key ("tenantId", "chunkKey", "n")) strict`,
  `create table "note" (
    "tenantId" text not null, "id" text not null, "customerId" text not null, "at" integer not null,
    "data" text not null, primary key ("tenantId", "id")) strict, without rowid`,
  `create index "noteCustomer" on "note" ("tenantId", "customerId", "at")`,
  `create table "command" (
    "tenantId" text not null, "id" text not null, "deviceId" text not null, "deviceSeq" integer not null,
    "customerId" text not null, "userId" text not null, "type" text not null, "hash" text not null,
    "receivedAt" integer not null, "outcome" text not null, "command" text not null, "result" text not null,
    primary key ("tenantId", "id")) strict`,
  `create unique index "commandSequence" on "command" ("tenantId", "deviceId", "deviceSeq")`,
  `create table "change" (
    "tenantId" text not null, "entity" text not null, "entityId" text not null, "seq" integer not null,
    "op" text not null, "version" integer not null, "at" integer not null, "data" text,
    primary key ("tenantId", "entity", "entityId")) strict`,
  `create unique index "changeSeq" on "change" ("tenantId", "seq", "entity", "entityId")`,
  `create table "audit" (
    "tenantId" text not null, "index" integer not null, "at" integer not null, "actor" text not null,
    "action" text not null, "customerId" text, "nonce" blob, "data" text, "dataHash" text not null,
    "leafHash" text not null, primary key ("tenantId", "index")) strict, without rowid`,
  `create index "auditCustomer" on "audit" ("tenantId", "customerId", "index") where "customerId" is not null`,
  `create table "idempotency" (
    "tenantId" text not null, "caller" text not null, "key" text not null, "requestHash" text not null,
    "createdAt" integer not null, "run" text not null, "status" integer, "headers" text, "body" text,
    primary key ("tenantId", "caller", "key")) strict`,
  `create index "idempotencyAge" on "idempotency" ("createdAt")`,
  `create table "setting" ("key" text not null primary key, "value" text not null) strict, without rowid`,
];
