import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { addressesIn, hostsFile, readHosts } from './hosts.ts';
import type { Resolve } from './target.ts';

/** RFC 6761, 6.3: this machine, whatever a server says. */
const isLocal = (hostname: string): boolean => /(^|\.)localhost$/i.test(hostname);
const local: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** A server that does not answer is asked once more; an attempt's own limit ends it before that does. */
const patience = { timeout: 3000, tries: 2 } as const;

export interface Sources {
  readonly hostsFile: string;
  /** Name servers as `address:port`; those of the system unless told. */
  readonly servers?: readonly string[];
}

/**
 * Finds addresses as the system does, in the hosts file and then by DNS, but without its own call for that: it blocks one
 * of the four threads that files and passwords wait for too, for as long as a name server that somebody else chose stays
 * silent, and can't be given up. Names are asked as they are, without the system's search domains.
 */
export const resolveWith =
  ({ hostsFile: path, servers }: Sources): Resolve =>
  async (hostname, signal) => {
    if (isLocal(hostname)) return local;
    const known = addressesIn(await readHosts(path), hostname);
    if (known.length > 0) return known;
    // One for each name: giving it up gives up its questions alone, and new servers of the system are noticed.
    const resolver = new Resolver(patience);
    if (servers) resolver.setServers(servers);
    const cancel = (): void => resolver.cancel();
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const [four, six] = await Promise.allSettled([
        resolver.resolve4(hostname),
        resolver.resolve6(hostname),
      ]);
      const found = [
        ...(four.status === 'fulfilled' ? four.value.map(address => ({ address, family: 4 })) : []),
        ...(six.status === 'fulfilled' ? six.value.map(address => ({ address, family: 6 })) : []),
      ];
      if (found.length === 0 && four.status === 'rejected') throw four.reason;
      return found;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };

export const resolveBySystem: Resolve = resolveWith({ hostsFile });
