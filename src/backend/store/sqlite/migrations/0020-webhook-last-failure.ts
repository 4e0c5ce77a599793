// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [`alter table "webhook" add column "lastFailedAt" integer`];
