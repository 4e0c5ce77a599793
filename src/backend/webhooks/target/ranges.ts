/**
 * Addresses that are not somebody's server on the internet, after IANA's registries of special-purpose addresses (IPv4 and
 * IPv6), of multicast and of the unicast space; written on 2026-11-21, with the entries of RFC 9637 (documentation, 2024),
 * RFC 9602 (segment identifiers, 2024) and RFC 9780 (dummy prefix, 2025). A new entry belongs here, with its RFC.
 */

/** What an operator may open with `--webhooks-allow-private`. */
export const loopbackRanges = ['127.0.0.0/8', '::1/128'] as const;

export const privateRanges = [
  '10.0.0.0/8', // RFC 1918
  '172.16.0.0/12', // RFC 1918
  '192.168.0.0/16', // RFC 1918
  '100.64.0.0/10', // RFC 6598: behind a carrier's NAT
  'fc00::/7', // RFC 4193: unique local
] as const;

/** Never: nobody's, everybody's, or this link's (where clouds keep the credentials of their machines). */
export const refusedRanges = [
  '0.0.0.0/8', // RFC 791: this network
  '169.254.0.0/16', // RFC 3927: link-local
  '192.0.0.0/24', // RFC 6890: protocol assignments
  '192.0.2.0/24', // RFC 5737: documentation
  '192.31.196.0/24', // RFC 7535: a sink of DNS questions (AS112)
  '192.52.193.0/24', // RFC 7450: multicast tunnels
  '192.88.99.0/24', // RFC 7526: 6to4 relays
  '192.175.48.0/24', // RFC 7534: AS112
  '198.18.0.0/15', // RFC 2544: benchmarking
  '198.51.100.0/24', // RFC 5737: documentation
  '203.0.113.0/24', // RFC 5737: documentation
  '224.0.0.0/4', // RFC 1112: multicast
  '240.0.0.0/4', // RFC 1112: reserved, and broadcast
  '2001::/23', // RFC 2928: Teredo, benchmarking, ORCHID and other protocol assignments
  '2001:db8::/32', // RFC 3849: documentation
  '2002::/16', // RFC 3056: 6to4, which leads to an IPv4 address of anybody's choice
  '2620:4f:8000::/48', // RFC 7534: AS112
  '3fff::/20', // RFC 9637: documentation
  // Where clouds keep the credentials of their machines, beside link-local addresses: Alibaba's, Azure's, Amazon's, Google's.
  '100.100.100.200/32',
  '168.63.129.16/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
] as const;

/**
 * The only IPv6 space in which IANA has given addresses to anybody (RFC 4291, 2.4). What is outside is refused without a
 * list: IPv4-mapped (::ffff:0:0/96) and IPv4-compatible, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard (100::/64), segment
 * identifiers (5f00::/16), link-local (fe80::/10), site-local (fec0::/10), multicast (ff00::/8).
 */
export const globalUnicast = '2000::/3';
