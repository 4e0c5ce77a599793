/** Documents and their bytes. */
export interface DocumentTables {
  document: DocumentTable;
  documentPrint: DocumentPrintTable;
  blob: BlobTable;
  blobChunk: BlobChunkTable;
  staging: StagingTable;
}

/** Where a document is; what it says is in its customer's `data`. */
export interface DocumentTable {
  tenantId: string;
  id: string;
  customerId: string;
  type: string;
  sha256: string;
}

/** How a picture looks, to tell when somebody else sends it again: perceptual hashes in lowercase hex, and parts of one. */
export interface DocumentPrintTable {
  tenantId: string;
  documentId: string;
  customerId: string;
  type: string;
  /** Keyed hash of the issuer and number in its zone; null where none was read without a doubt. */
  numberTag: string | null;
  phash: string;
  dhash: string;
  band0: string;
  band1: string;
  band2: string;
  band3: string;
}

export interface BlobTable {
  tenantId: string;
  sha256: string;
  size: number;
  mime: string;
  chunkKey: string;
}

export interface BlobChunkTable {
  tenantId: string;
  chunkKey: string;
  n: number;
  bytes: Uint8Array;
}

/** Pieces that are no blob yet: what is still here long after its start, a crash left behind. */
export interface StagingTable {
  tenantId: string;
  chunkKey: string;
  startedAt: number;
}
