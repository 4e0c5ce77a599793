import { canonicalJson, type Canonical } from '../../shared/domain/index.ts';
import { timestampOf, type Random } from '../environment.ts';
import { dataHash, leafHash } from './leaf.ts';

export interface NewAuditEntry {
  /** `user:<id>`, `key:<id>`, `link:<id>` (who holds a verification link) or `system`. */
  readonly actor: string;
  /** A stable name such as `customer.created` or `command.review.finish`. */
  readonly action: string;
  readonly customerId?: string;
  readonly data: Canonical;
}

const nonceBytes = 16;

/** The row of an entry at its place in the log. */
export function sealEntry(entry: NewAuditEntry, index: number, at: number, random: Random) {
  const nonce = random.bytes(nonceBytes);
  const data = canonicalJson(entry.data);
  const customer = entry.customerId === undefined ? {} : { customerId: entry.customerId };
  const leaf = {
    index,
    at: timestampOf(at),
    actor: entry.actor,
    action: entry.action,
    ...customer,
    dataHash: dataHash(nonce, data),
  };
  return {
    index,
    at,
    actor: entry.actor,
    action: entry.action,
    customerId: entry.customerId ?? null,
    nonce,
    data,
    dataHash: leaf.dataHash,
    leafHash: leafHash(leaf),
  };
}
