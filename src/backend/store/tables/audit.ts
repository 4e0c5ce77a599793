/** The audit log and its tree. */
export interface AuditTables {
  audit: AuditTable;
  auditNode: AuditNodeTable;
}

export interface AuditTable {
  tenantId: string;
  index: number;
  at: number;
  actor: string;
  action: string;
  customerId: string | null;
  /** Null once purged: the data can't be guessed back from its hash. */
  nonce: Uint8Array | null;
  data: string | null;
  dataHash: string;
  leafHash: string;
}

/** Hashes of complete subtrees of the audit tree, at levels 8, 16, 24: a proof reads hundreds of rows, never all. */
export interface AuditNodeTable {
  tenantId: string;
  level: number;
  index: number;
  /** Lowercase hex. */
  hash: string;
}
