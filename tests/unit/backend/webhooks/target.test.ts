import type { LookupAddress } from 'node:dns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesOf, addressKind, targetOf } from '../../../../src/backend/webhooks/target/index.ts';

const named = (...addresses: readonly string[]): readonly LookupAddress[] =>
  addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
const policy = (addresses: readonly string[] = [], allowPrivate = false) => ({
  allowPrivate,
  resolve: async () => named(...addresses),
});
const open = { allowPrivate: false };

/** Where a url leads under a policy; the reason where it leads nowhere. */
async function leadsTo(text: string, addresses: readonly string[] = [], allowPrivate = false) {
  const url = targetOf(text, { allowPrivate });
  if (!url.ok) return url.problem;
  const found = await addressesOf(url.value, policy(addresses, allowPrivate), AbortSignal.timeout(60_000));
  return found.ok ? found.value.map(({ address }) => address) : found.problem;
}

describe('[HOOK-6] an address', () => {
  test.each([
    ['this network', '0.0.0.0', '0.255.1.2'],
    ['link-local, where clouds keep credentials', '169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
    [
      'a cloud’s credentials',
      '100.100.100.200',
      '168.63.129.16',
      'fd00:ec2::254',
      'fd00:ec2::23',
      'fd20:ce::254',
    ],
    ['protocol assignments', '192.0.0.1', '192.0.0.170', '192.88.99.1', '192.175.48.1', '192.52.193.1'],
    ['documentation', '192.0.2.1', '198.51.100.7', '203.0.113.200', '2001:db8::1', '3fff:fff::1'],
    ['benchmarking', '198.18.0.1', '198.19.255.255', '2001:2::1'],
    ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    ['reserved', '240.0.0.1', '4000::1', '5f00::1', '100::1', '100:0:0:1::1', 'fec0::1'],
    ['unspecified', '::'],
    ['IPv4-mapped and compatible', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:a00:1', '::8.8.8.8'],
    ['NAT64', '64:ff9b::808:808', '64:ff9b:1::a00:1'],
    ['6to4 and Teredo', '2002:7f00:1::1', '2002:808:808::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['no address at all', '', '127.1', '0x7f000001', '2130706433', '010.0.0.1', '1.2.3', '1.2.3.4/8', 'name'],
  ])('of %s is refused, whatever the operator allows', (_what, ...addresses) => {
    expect(addresses.map(addressKind)).toEqual(addresses.map(() => 'refused'));
  });

  test('within the operator’s reach is private, of this machine loopback, of the internet global', () => {
    const reach = [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '100.127.255.255',
    ];
    expect([...reach, 'fc00::1', 'fd12:3456::1'].map(addressKind)).toEqual(Array(8).fill('private'));
    expect(['127.0.0.1', '127.255.255.254', '::1'].map(addressKind)).toEqual(Array(3).fill('loopback'));
    const global = ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0'];
    const neighbours = ['192.0.1.0', '198.17.255.255', '198.20.0.0', '223.255.255.255', '192.167.255.255'];
    const six = ['2606:4700::1111', '2a00:1450::1', '2001:200::1', '2003::1', '3ffe::1', '2620:4f:7fff::1'];
    for (const one of [...global, ...neighbours, ...six])
      expect([one, addressKind(one)]).toEqual([one, 'global']);
  });

  test('written as IPv4 in any form of IPv6 that carries one is refused', () => {
    fc.assert(
      fc.property(fc.ipV4(), v4 => {
        const parts = v4.split('.').map(Number);
        const hex = parts.map(part => part.toString(16).padStart(2, '0')).join('');
        const groups = `${hex.slice(0, 4)}:${hex.slice(4)}`;
        for (const text of [
          `::ffff:${v4}`,
          `::ffff:${groups}`,
          `64:ff9b::${groups}`,
          `2002:${groups}::1`,
          `::${groups}`,
        ])
          expect(['refused', ...(v4 === '0.0.0.1' ? ['loopback'] : [])]).toContain(addressKind(text));
      }),
    );
  });
});

describe('[HOOK-6] a subscription’s address', () => {
  test('is https without user, password or fragment, at 443 or a port from 1024 on', () => {
    for (const text of ['https://a.example/x?y=z', 'https://a.example:8443/', 'https://a.example:443/'])
      expect([text, targetOf(text, open).ok]).toEqual([text, true]);
    for (const [text, why] of [
      ['http://a.example/', 'not https'],
      ['ftp://a.example/', 'not https'],
      ['file:///etc/passwd', 'not https'],
      ['a.example', 'not an address'],
      ['https://', 'not an address'],
      ['https://user@a.example/', 'holds a user name or password'],
      ['https://:secret@a.example/', 'holds a user name or password'],
      ['https://a.example/#part', 'holds a fragment'],
      ['https://a.example./', 'not a host name'],
      ['https://localhost./', 'not a host name'],
      ['https://a.example:25/', 'a port below 1024 other than 443'],
      ['https://a.example:0/', 'a port below 1024 other than 443'],
      ['https://a.example:99999/', 'not an address'],
    ] as const)
      expect(targetOf(text, open)).toEqual({ ok: false, problem: why });
  });

  test.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://１２７.0.0.1/',
    'https://①②⑦.⓪.⓪.①/',
    'https://%31%32%37.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[fe80::1]/',
    'https://10.0.0.1:8443/',
    'https://0/',
    'https://169.254.169.254/latest/meta-data/',
  ])('that is an address of this machine or network in another form is refused: %s', async text => {
    expect(await leadsTo(text, ['8.8.8.8'])).toMatch(/address_refused|not /);
  });

  test('may be an international name, which is looked up in its ASCII form', async () => {
    const asked: string[] = [];
    const url = targetOf('https://bücher.example/', open);
    if (!url.ok) throw new Error(url.problem);
    const resolve = async (name: string) => {
      asked.push(name);
      return named('8.8.8.8');
    };
    expect(await addressesOf(url.value, { ...open, resolve }, AbortSignal.timeout(60_000))).toMatchObject({
      ok: true,
    });
    expect(asked).toEqual(['xn--bcher-kva.example']);
    expect(await leadsTo('https://ⓛocalhost/', ['127.0.0.1'])).toBe('address_refused');
  });

  test('is refused when any of the addresses of its name is', async () => {
    expect(await leadsTo('https://a.example/', ['8.8.8.8', '2606:4700::1111'])).toEqual([
      '8.8.8.8',
      '2606:4700::1111',
    ]);
    for (const bad of ['10.0.0.1', '::1', '::ffff:8.8.8.8', 'fe80::1'])
      expect(await leadsTo('https://a.example/', ['8.8.8.8', bad])).toBe('address_refused');
    expect(await leadsTo('https://a.example/', [])).toBe('name_not_found');
  });

  test('may be private where the operator allows it, and plain http on loopback alone', async () => {
    expect(await leadsTo('https://10.0.0.1/', [], true)).toEqual(['10.0.0.1']);
    expect(await leadsTo('http://127.0.0.1:80/', [], true)).toEqual(['127.0.0.1']);
    expect(await leadsTo('http://a.example/', ['127.0.0.1', '::1'], true)).toEqual(['127.0.0.1', '::1']);
    for (const address of ['10.0.0.1', '8.8.8.8'])
      expect(await leadsTo('http://a.example/', [address], true)).toBe('address_refused');
    for (const address of ['169.254.169.254', '224.0.0.1', '0.0.0.0', '::ffff:127.0.0.1'])
      expect(await leadsTo('https://a.example/', [address], true)).toBe('address_refused');
  });
});
