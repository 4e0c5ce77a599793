import { expect, test } from 'vitest';
import { unknownTokens } from '../../../../src/backend/hosted/limits.ts';

test('[LINK-6] unknown tokens are counted by address, of IPv6 by the network that its holder has all of', () => {
  let at = 1_700_000_000_000;
  const { count } = unknownTokens({ now: () => at });
  for (let n = 0; n < 20; n += 1)
    expect([n, count('192.0.2.1'), count(`2001:db8:0:7::${n}`)]).toEqual([n, undefined, undefined]);
  expect([count('192.0.2.1'), count('::ffff:192.0.2.1'), count('2001:db8:0:7:ffff::1')]).toEqual([
    900, 900, 900,
  ]);
  expect([count('192.0.2.2'), count('2001:db8:0:8::1')]).toEqual([undefined, undefined]);
  at += 15 * 60_000;
  expect([count('192.0.2.1'), count('2001:db8:0:7::1')]).toEqual([undefined, undefined]);
});
