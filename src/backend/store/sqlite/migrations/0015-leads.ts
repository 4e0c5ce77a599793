// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "caseFact" (
    "tenantId" text not null, "customerId" text not null, "kind" text not null, "country" text,
    "createdAt" integer not null, "submittedAt" integer, "approvedAt" integer, "roundAt" integer,
    primary key ("tenantId", "customerId")) strict`,
  // With all that is counted: a year is read from the indexes alone.
  `create index "caseFactCreated" on "caseFact" (
    "tenantId", "createdAt", "kind", "country", "submittedAt", "approvedAt")`,
  `create table "statusStep" (
    "tenantId" text not null, "customerId" text not null, "version" integer not null, "kind" text not null,
    "before" text not null, "after" text not null, "at" integer not null, "roundMs" integer,
    primary key ("tenantId", "customerId", "version")) strict`,
  `create index "statusStepAt" on "statusStep" ("tenantId", "at", "kind", "before", "after", "roundMs")`,
  `create table "rejectionReason" (
    "tenantId" text not null, "customerId" text not null, "version" integer not null, "reason" text not null,
    "kind" text not null, "at" integer not null,
    primary key ("tenantId", "customerId", "version", "reason")) strict`,
  `create index "rejectionReasonAt" on "rejectionReason" ("tenantId", "at", "kind", "reason")`,
  `create table "finishedReview" (
    "tenantId" text not null, "customerId" text not null, "version" integer not null, "kind" text not null,
    "userId" text not null, "at" integer not null, "reviewMs" integer not null,
    primary key ("tenantId", "customerId", "version")) strict`,
  `create index "finishedReviewAt" on "finishedReview" ("tenantId", "at", "kind", "userId", "reviewMs")`,
  `create table "hostedStep" (
    "tenantId" text not null, "customerId" text not null, "step" text not null, "kind" text not null,
    "at" integer not null, primary key ("tenantId", "customerId", "step")) strict`,
  `create index "hostedStepAt" on "hostedStep" ("tenantId", "at", "kind", "step", "customerId")`,
  `create table "leadImport" (
    "tenantId" text not null, "id" text not null, "state" text not null, "dryRun" integer not null,
    "by" text not null, "run" text not null, "rows" integer not null, "accepted" integer not null,
    "repeated" integer not null, "refused" integer not null, "refusals" text not null, "fileHash" text,
    "startedAt" integer not null, "updatedAt" integer not null, "finishedAt" integer,
    primary key ("tenantId", "id")) strict`,
  `create index "leadImportFile" on "leadImport" ("tenantId", "fileHash")`,
  `create table "leadRow" (
    "tenantId" text not null, "rowHash" text not null, "customerId" text not null,
    primary key ("tenantId", "rowHash")) strict`,
  `create index "leadRowCustomer" on "leadRow" ("tenantId", "customerId")`,
  `create index "customerIdle" on "customer" ("tenantId", "updatedAt", "id")
    where "leadStatus" in ('not_started', 'in_progress')`,
  `create table "transaction" (
    "tenantId" text not null, "id" text not null, "customerId" text not null, "at" integer not null,
    "data" text not null, primary key ("tenantId", "id")) strict`,
  `create index "transactionCustomer" on "transaction" ("tenantId", "customerId", "at", "id")`,
];
