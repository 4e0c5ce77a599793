import { createHash, createPublicKey, verify } from 'node:crypto';

/** A verifier written from RFC 9162, section 2.1, and c2sp.org/signed-note alone: it shares no code with the log. */
const hash = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
const node = (left: Buffer, right: Buffer): Buffer => hash(Uint8Array.of(1), left, right);

/** MTH of RFC 9162, 2.1.1, by its definition. */
export function treeHead(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (!only) return hash();
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return node(treeHead(leaves.slice(0, k)), treeHead(leaves.slice(k)));
}

/** RFC 9162, 2.1.3.2. BigInt, because shifts of numbers end at 31 bits. */
export function inclusionHolds(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
  root: Buffer,
): boolean {
  if (index >= size) return false;
  let fn = BigInt(index);
  let sn = BigInt(size - 1);
  let r = leaf;
  for (const p of path) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      r = node(p, r);
      while (fn % 2n === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else r = node(r, p);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && r.equals(root);
}

/** RFC 9162, 2.1.4.2. */
export function consistencyHolds(
  first: number,
  second: number,
  proof: readonly Buffer[],
  firstRoot: Buffer,
  secondRoot: Buffer,
): boolean {
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  if (proof.length === 0) return false;
  const isPower = (BigInt(first) & (BigInt(first) - 1n)) === 0n;
  const [start, ...rest] = isPower ? [firstRoot, ...proof] : proof;
  if (!start) return false;
  let fn = BigInt(first - 1);
  let sn = BigInt(second - 1);
  while (fn % 2n === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let fr = start;
  let sr = start;
  for (const c of rest) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      fr = node(c, fr);
      sr = node(c, sr);
      while (fn % 2n === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else sr = node(sr, c);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && fr.equals(firstRoot) && sr.equals(secondRoot);
}

/** What a checkpoint says, where it is signed with this raw key (base64); undefined where it is not. */
export function openCheckpoint(
  note: string,
  publicKey: string,
): { readonly origin: string; readonly size: number; readonly root: Buffer } | undefined {
  const [text = '', signatures = ''] = note.split(/(?<=\n)\n/);
  const [origin = '', size = '', root = ''] = text.split('\n');
  const line = /^— (\S+) (\S+)\n$/.exec(signatures);
  if (line?.[1] !== origin) return undefined;
  const blob = Buffer.from(line[2] ?? '', 'base64');
  const raw = Buffer.from(publicKey, 'base64');
  const keyHash = hash(Buffer.from(`${origin}\n`), Uint8Array.of(1), raw).subarray(0, 4);
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  const isSigned =
    blob.subarray(0, 4).equals(keyHash) && verify(null, Buffer.from(text), key, blob.subarray(4));
  return isSigned ? { origin, size: Number(size), root: Buffer.from(root, 'base64') } : undefined;
}
