// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create index "jobDueByKind" on "job" ("kind", "dueAt")`,
  `drop index "jobDue"`,
];
