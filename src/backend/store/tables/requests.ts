import type { Generated } from 'kysely';

/** Of the processes themselves: what they are asked to do once, or later, and what they hold. */
export interface RequestTables {
  idempotency: IdempotencyTable;
  job: JobTable;
  setting: SettingTable;
  backFill: BackFillTable;
}

export interface IdempotencyTable {
  tenantId: string;
  /** Who used the key: `user:<id>` or `key:<id>`. */
  caller: string;
  key: string;
  requestHash: string;
  createdAt: number;
  /** Names the request that has the key: its process and itself. */
  run: string;
  /** Until when that is believed to run: what a killed process left unanswered is taken over afterwards. */
  leasedUntil: number;
  /** Null while the first request runs. */
  status: number | null;
  headers: string | null;
  body: string | null;
}

/** Something to do at or after `dueAt`; done ones are gone. */
export interface JobTable {
  tenantId: string;
  kind: string;
  key: string;
  dueAt: number;
  /** How often it failed since it was last asked for. */
  attempts: number;
  /** Counts how often it was asked for: who ends an older revision leaves the newer one to be done. */
  revision: number;
  leasedBy: string | null;
  /** 0: nobody has it. A process that dies leaves its lease to run out. */
  leasedUntil: number;
  createdAt: number;
  /** How often on end a process was gone, or stood still, before it had given the job back. */
  lost: Generated<number>;
}

export interface SettingTable {
  key: string;
  value: string;
}

/** How far what an earlier version did not keep of a tenant's cases was worked out; the row goes at the end. */
export interface BackFillTable {
  tenantId: string;
  /** The last customer of which it was; empty: none yet. */
  lastId: string;
}
