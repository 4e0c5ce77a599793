import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { keysFrom } from '../../../../src/backend/identity/keys.ts';
import { mayBeToken, tokenOf } from '../../../../src/backend/links/token.ts';

const keysOf = (master: number) => keysFrom(new Uint8Array(32).fill(master), { bytes: randomBytes });

test('[LINK-1] a token is drawn from the id of its link under the operator’s key: neither alone gives it', () => {
  const [one, other] = ['019e81c4-8300-7485-8165-f1f2a9bd11f3', '019e81c4-8300-7485-8165-f1f2a9bd11f4'];
  const token = tokenOf(keysOf(1), one);
  expect(mayBeToken(token)).toBe(true);
  // Also after a restart, which the QR code needs.
  expect(tokenOf(keysOf(1), one)).toBe(token);
  expect(new Set([token, tokenOf(keysOf(1), other), tokenOf(keysOf(2), one)]).size).toBe(3);
});
