import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/domain/index.ts';

/** RFC 6962, 2.1: leaves and nodes are hashed under different prefixes, so that one can't pass for the other. */
const leafPrefix = Buffer.from([0x00]);
const nodePrefix = Buffer.from([0x01]);

export interface AuditLeaf {
  readonly index: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly customerId?: string;
  readonly dataHash: string;
}

/** Lowercase hex of the leaf's hash: SHA-256(0x00 ‖ RFC 8785 JSON of the entry without its own hash). */
export const leafHash = (leaf: AuditLeaf): string =>
  createHash('sha256').update(leafPrefix).update(canonicalJson(leaf), 'utf8').digest('hex');

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(nodePrefix).update(left).update(right).digest();

/** Lowercase hex of SHA-256(nonce ‖ RFC 8785 JSON): without the nonce the data can't be guessed back. */
export const dataHash = (nonce: Uint8Array, canonicalData: string): string =>
  createHash('sha256').update(nonce).update(canonicalData, 'utf8').digest('hex');
