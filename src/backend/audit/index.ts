export { sealEntry, type NewAuditEntry } from './entry.ts';
export { auditHandlers } from './handlers.ts';
export { dataHash, leafHash, nodeHash, type AuditLeaf } from './leaf.ts';
export { storeNodes } from './tree.ts';
