/** Checks by providers, and what they are held against. */
export interface CheckTables {
  checkRun: CheckRunTable;
  contact: ContactTable;
  watchlistVersion: WatchlistVersionTable;
  watchlistEntry: WatchlistEntryTable;
  rescreening: RescreeningTable;
}

/** The last checks of a case, or those under way. */
export interface CheckRunTable {
  tenantId: string;
  customerId: string;
  startedAt: number;
  /** How often some provider was down. */
  attempts: number;
  /** 1 where a decision may follow without a person; 0 for what changed in a case that was left to people. */
  decides: number;
  /** 1 once a check has alarmed since the case was last submitted or verified: a person decides then. */
  alarmed: number;
  /** How often checks have asked by themselves since the case was last submitted, appealed or verified. */
  rounds: number;
}

/** Contacts and devices by which customers may be seen to belong together; purged with their customer. */
export interface ContactTable {
  tenantId: string;
  kind: 'email' | 'phone' | 'device';
  /** Hex of a keyed hash. */
  valueHash: string;
  customerId: string;
  /** When it was first seen. */
  at: number;
}

/** A watchlist of the operator's that differs from the one before; it is not a tenant's. */
export interface WatchlistVersionTable {
  seq: number;
  /** SHA-256 of what its entries say. */
  digest: string;
  entries: number;
  /** How many of them are new, or say something else than before. */
  changed: number;
  at: number;
}

/** An entry of the present watchlist: what it says, as a hash, and since which version it says that. */
export interface WatchlistEntryTable {
  list: string;
  entryId: string;
  hash: string;
  seq: number;
}

/** How far a tenant's customers have been looked up among what changed on the watchlist. */
export interface RescreeningTable {
  tenantId: string;
  /** The version that all of them were looked up on. */
  doneSeq: number;
  /** The version that they are being looked up on. */
  seq: number;
  /** The last customer that was looked up; empty: none yet. */
  lastId: string;
  matched: number;
}
