import type { LookupAddress } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

/** Where the system keeps the names that its operator gave to addresses. */
export const hostsFile =
  process.platform === 'win32'
    ? join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts';

/** The addresses of a name in a hosts file (hosts(5): an address and its names, up to a `#`). */
export function addressesIn(hosts: string, name: string): readonly LookupAddress[] {
  const wanted = name.toLowerCase();
  return hosts.split(/\r?\n/).flatMap(line => {
    const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    const family = isIP(address);
    const isNamed = names.some(one => one.toLowerCase() === wanted);
    return family !== 0 && isNamed ? [{ address, family }] : [];
  });
}

/** A system without such a file has no such names. */
export const readHosts = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
