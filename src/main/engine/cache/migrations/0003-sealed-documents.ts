/**
 * Where the sealed copy of a document lies and the key that opens it; deleting the row is what destroys the copy.
 * By hash, because the same bytes may belong to several documents. Read and written by documents/ alone.
 * Frozen: a change is a new migration.
 */
export const sealedDocuments = `
CREATE TABLE sealed_document (
  sha256 TEXT PRIMARY KEY,
  file TEXT NOT NULL UNIQUE,
  key BLOB NOT NULL,
  size INTEGER NOT NULL,
  used INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sealed_document_by_use ON sealed_document (used, sha256, size);
`;
