import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { addressKind, type AddressKind } from './address.ts';

/** All addresses of a host name; rejects where it has none, or once the signal aborts. */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<readonly LookupAddress[]>;

export interface TargetPolicy {
  /** Private and loopback addresses too, and plain http on loopback. */
  readonly allowPrivate: boolean;
  readonly resolve: Resolve;
}

export type TargetFailure = 'address_refused' | 'name_not_found';

const lowestUserPort = 1024;

/** The rule of ports: https's own, or one that no system service has. */
const isPort = (port: string): boolean => port === '' || Number(port) >= lowestUserPort;

/** Reads an address for deliveries; the problem is a sentence for its owner. */
export function targetOf(
  text: string,
  { allowPrivate }: Pick<TargetPolicy, 'allowPrivate'>,
): Result<URL, string> {
  const url = URL.parse(text);
  if (!url) return fail('not an address');
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return fail('not https');
  if (url.username !== '' || url.password !== '') return fail('holds a user name or password');
  if (url.hash !== '') return fail('holds a fragment');
  // No certificate is for such a name, and guards elsewhere compare names without it.
  if (url.hostname === '' || url.hostname.endsWith('.')) return fail('not a host name');
  if (!isPort(url.port) && !allowPrivate) return fail('a port below 1024 other than 443');
  return ok(url);
}

function mayBeDialled(kind: AddressKind, url: URL, { allowPrivate }: TargetPolicy): boolean {
  // Plain http stays on the machine.
  if (url.protocol === 'http:') return kind === 'loopback' && allowPrivate;
  switch (kind) {
    case 'global':
      return true;
    case 'private':
    case 'loopback':
      return allowPrivate;
    case 'refused':
      return false;
  }
}

/**
 * The addresses of a target. One that may not be dialled refuses all: who can name it beside good ones decides which is
 * taken. What is returned is to be dialled as it is, without a second look at the name.
 */
export async function addressesOf(
  url: URL,
  policy: TargetPolicy,
  signal: AbortSignal,
): Promise<Result<readonly LookupAddress[], TargetFailure>> {
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const family = isIP(host);
  let addresses: readonly LookupAddress[];
  try {
    addresses = family === 0 ? await policy.resolve(host, signal) : [{ address: host, family }];
  } catch {
    return fail('name_not_found');
  }
  if (addresses.length === 0) return fail('name_not_found');
  const allowed = addresses.every(({ address }) => mayBeDialled(addressKind(address), url, policy));
  return allowed ? ok(addresses) : fail('address_refused');
}
