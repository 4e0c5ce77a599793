import ipaddr from 'ipaddr.js';

/** Eight groups of 16 bits an address, the first half of which is the network that a home or a server is given. */
const groupsOfNetwork = 4;

/**
 * What stands for a caller's address where it is counted: of IPv6 its /64, since whoever has one address has all of it;
 * of IPv4, mapped into IPv6 too, the address. Anything else stays as it is.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const known = ipaddr.process(address);
  if (!(known instanceof ipaddr.IPv6)) return known.toString();
  return `${known.parts
    .slice(0, groupsOfNetwork)
    .map(group => group.toString(16))
    .join(':')}::/64`;
}
