// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  // With the id, so that old cases of a status are gone through page by page, by the index alone.
  `drop index "customerStatus"`,
  `create index "customerStatus" on "customer" ("tenantId", "status", "updatedAt", "id")`,
];
