import { resolveBySystem, type Resolve, type TargetPolicy } from './target/index.ts';

export interface WebhookOptions {
  /** Whether deliveries may go to private and loopback addresses, and by http to the latter. */
  readonly allowPrivate?: boolean | undefined;
  /** Finds the addresses of a host; the system's hosts file and name servers unless told. */
  readonly resolve?: Resolve | undefined;
}

/** What deliveries may be sent to; nothing private unless told. */
export const policyOf = ({
  allowPrivate = false,
  resolve = resolveBySystem,
}: WebhookOptions = {}): TargetPolicy => ({
  allowPrivate,
  resolve,
});
