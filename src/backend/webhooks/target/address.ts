import ipaddr from 'ipaddr.js';
import { globalUnicast, loopbackRanges, privateRanges, refusedRanges } from './ranges.ts';

/** Whose an address is: a server's on the internet, one within the operator's reach, this machine's, or nobody's to be sent to. */
export type AddressKind = 'global' | 'private' | 'loopback' | 'refused';

type Range = ReturnType<typeof ipaddr.parseCIDR>;

const rangesOf = (texts: readonly string[]): readonly Range[] => texts.map(text => ipaddr.parseCIDR(text));

const loopback = rangesOf(loopbackRanges);
const operators = rangesOf(privateRanges);
const refused = rangesOf(refusedRanges);
const global6 = ipaddr.parseCIDR(globalUnicast);

/** What an IP address is, as a resolver writes it. Anything else is refused, a scope (`fe80::1%eth0`) too. */
export function addressKind(text: string): AddressKind {
  if (text.includes('%')) return 'refused';
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return 'refused';
  const address = ipaddr.parse(text);
  const isIn = (range: Range): boolean => address.kind() === range[0].kind() && address.match(range);
  if (refused.some(isIn)) return 'refused';
  if (loopback.some(isIn)) return 'loopback';
  if (operators.some(isIn)) return 'private';
  return address.kind() === 'ipv4' || isIn(global6) ? 'global' : 'refused';
}
