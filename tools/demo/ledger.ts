import Database from 'better-sqlite3';

export interface Ledger {
  /** Finished checks that the backend has applied. */
  readonly applied: number;
  /** Customers whose check took effect more often than it was decided. */
  readonly appliedTwice: number;
}

/**
 * What really happened at the backend, read from its own store and not from what the workstation believes: effects are
 * counted in the audit log, which has one row for every change, and set against the commands.
 */
export function readLedger(path: string): Ledger {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const effects = database
      .prepare<[], { customerId: string; effects: number }>(
        `select "customerId", count(*) as "effects" from "audit"
         where "action" = 'command.review.finish' and json_extract("data", '$.result') = 'applied' group by "customerId"`,
      )
      .all();
    const commands = database
      .prepare<[], { customerId: string; commands: number }>(
        `select "customerId", count(*) as "commands" from "command"
         where "type" = 'review.finish' and "outcome" = 'applied' group by "customerId"`,
      )
      .all();
    const applied = new Map(commands.map(row => [row.customerId, row.commands]));
    return {
      applied: commands.reduce((sum, row) => sum + row.commands, 0),
      appliedTwice: effects.filter(row => row.effects > (applied.get(row.customerId) ?? 0)).length,
    };
  } finally {
    database.close();
  }
}
