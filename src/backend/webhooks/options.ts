import { lookup } from 'node:dns/promises';
import type { Resolve, TargetPolicy } from './target/index.ts';

export interface WebhookOptions {
  /** Whether deliveries may go to private and loopback addresses, and by http to the latter. */
  readonly allowPrivate?: boolean | undefined;
  /** Finds the addresses of a host; the system's resolver unless told. */
  readonly resolve?: Resolve | undefined;
}

const bySystem: Resolve = hostname => lookup(hostname, { all: true });

/** What deliveries may be sent to; nothing private unless told. */
export const policyOf = ({
  allowPrivate = false,
  resolve = bySystem,
}: WebhookOptions = {}): TargetPolicy => ({
  allowPrivate,
  resolve,
});
