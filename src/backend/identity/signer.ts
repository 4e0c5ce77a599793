import { fromBase64 } from '../../shared/bytes.ts';
import type { Queries } from '../store/index.ts';
import { signingKeyPurpose } from './certificate.ts';
import { signWith } from './ed25519.ts';
import type { Keys } from './keys.ts';

/** What signs in a tenant's name; every use has a prefix of its own in what it signs. */
export async function tenantSigner(db: Queries, keys: Keys, tenantId: string) {
  const tenant = await db
    .selectFrom('tenant')
    .select(['signingPublicKey', 'signingKeySealed'])
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const privateKey = keys.open(signingKeyPurpose(tenantId), tenant.signingKeySealed);
  return {
    tenantId,
    publicKey: fromBase64(tenant.signingPublicKey),
    sign: (message: Uint8Array): Uint8Array => fromBase64(signWith(privateKey, message)),
  };
}
