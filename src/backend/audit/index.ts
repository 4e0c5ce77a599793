export { sealEntry, type NewAuditEntry } from './entry.ts';
export { dataHash, leafHash, nodeHash, type AuditLeaf } from './leaf.ts';
