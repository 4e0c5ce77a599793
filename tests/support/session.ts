import type { Session as SessionAnswer } from '../../src/shared/api/index.ts';
import { vaultOwner } from './vault.ts';

/** What a backend answers to a sign-in or a refresh; `number` tells one from the next. */
export const signedInAnswer = (number = 1): SessionAnswer => ({
  accessToken: `access-${number}`,
  refreshToken: `refresh-${number}`,
  expiresIn: 900,
  user: { id: 'u1', email: 'a@example.test', name: 'Ana', roles: ['analyst'] },
  policy: {},
  device: {
    id: vaultOwner.deviceId,
    lastSeq: 0,
    lastHash: '0'.repeat(64),
    certificate: {
      tenantId: 't1',
      userId: 'u1',
      deviceId: vaultOwner.deviceId,
      publicKey: '',
      validFrom: '2026-01-15T09:00:00.000Z',
      validUntil: '2027-01-15T09:00:00.000Z',
      issuer: '',
      signature: '',
    },
  },
});
