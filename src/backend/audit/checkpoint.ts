import { createHash } from 'node:crypto';
import { toBase64, utf8 } from '../../shared/bytes.ts';
import { auditOrigin, noteKeyHashInput, signedNote } from '../../shared/domain/checkpoint.ts';

/** The tenant's signing key, which also signs the certificates of its devices. */
export interface Signer {
  readonly tenantId: string;
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** The log's head as a C2SP tlog-checkpoint; its origin line keeps this use of the key apart from every other. */
export function auditCheckpoint(signer: Signer, size: number, root: Uint8Array): string {
  const name = auditOrigin(signer.tenantId);
  const text = `${name}\n${size}\n${toBase64(root)}\n`;
  const keyHash = createHash('sha256').update(noteKeyHashInput(name, signer.publicKey)).digest();
  return signedNote(text, { name, keyHash, signature: signer.sign(utf8(text)) });
}
