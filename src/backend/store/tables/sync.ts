/** What workstations send and are sent. */
export interface SyncTables {
  command: CommandTable;
  witnessedCommand: WitnessedCommandTable;
  change: ChangeTable;
}

/** Commands with a final answer. */
export interface CommandTable {
  tenantId: string;
  id: string;
  deviceId: string;
  deviceSeq: number;
  customerId: string;
  userId: string;
  type: string;
  hash: string;
  receivedAt: number;
  outcome: string;
  command: string;
  result: string;
}

/** Commands that a device had when its journal was last witnessed: what it may still deliver once it is to be wiped. */
export interface WitnessedCommandTable {
  tenantId: string;
  deviceId: string;
  commandId: string;
}

/** The feed: one row per entity, moved to a new seq when the entity changes. */
export interface ChangeTable {
  tenantId: string;
  entity: string;
  entityId: string;
  seq: number;
  op: 'upsert' | 'delete';
  version: number;
  at: number;
  /** JSON; null for customers, whose row holds it. */
  data: string | null;
}
