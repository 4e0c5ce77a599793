/** Files of leads. */
export interface LeadTables {
  leadImport: LeadImportTable;
  leadRow: LeadRowTable;
}

/** A file of leads and how far it was taken in. */
export interface LeadImportTable {
  tenantId: string;
  id: string;
  state: 'running' | 'finished' | 'interrupted' | 'failed';
  dryRun: number;
  by: string;
  /** Names the request that takes the file in. */
  run: string;
  rows: number;
  accepted: number;
  repeated: number;
  refused: number;
  /** JSON array of the first refusals. */
  refusals: string;
  /** A keyed hash of the whole file; null until it was read to its end. */
  fileHash: string | null;
  startedAt: number;
  updatedAt: number;
  finishedAt: number | null;
}

/** Rows that made a customer, by a keyed hash; purged with it. */
export interface LeadRowTable {
  tenantId: string;
  rowHash: string;
  customerId: string;
}
