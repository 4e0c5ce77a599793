import type { Certificate } from '../../shared/api/index.ts';
import { concat, utf8 } from '../../shared/bytes.ts';
import { canonicalBytes } from '../../shared/domain/index.ts';
import { timestampOf } from '../environment.ts';
import { signWith } from './ed25519.ts';
import type { Keys } from './keys.ts';

/** Renewed at every sign-in and refresh; long enough to verify what a device signed while it was offline. */
const validityMs = 400 * 24 * 3600 * 1000;

export const signingKeyPurpose = (tenantId: string): string => `tenant-signing-key/${tenantId}`;

/** The bytes under a certificate's signature. */
export const certificateSigningInput = (unsigned: Omit<Certificate, 'signature'>): Uint8Array =>
  concat(utf8('sealdesk/certificate/v1\0'), canonicalBytes(unsigned));

interface Subject {
  readonly userId: string;
  readonly deviceId: string;
  readonly publicKey: string;
}

interface Issuer {
  readonly id: string;
  readonly signingPublicKey: string;
  readonly signingKeySealed: Uint8Array;
}

/** Whether these keys are the ones that the tenant's signing key was sealed with. */
export function signsFor(
  { id, signingKeySealed }: Pick<Issuer, 'id' | 'signingKeySealed'>,
  keys: Keys,
): boolean {
  try {
    keys.open(signingKeyPurpose(id), signingKeySealed);
    return true;
  } catch {
    // What does not open was sealed by another file: the answer, not an accident.
    return false;
  }
}

/** The tenant's word that this key belongs to this device and user. */
export function certify(tenant: Issuer, subject: Subject, now: number, keys: Keys): Certificate {
  const unsigned = {
    tenantId: tenant.id,
    ...subject,
    validFrom: timestampOf(now),
    validUntil: timestampOf(now + validityMs),
    issuer: tenant.signingPublicKey,
  };
  const privateKey = keys.open(signingKeyPurpose(tenant.id), tenant.signingKeySealed);
  return { ...unsigned, signature: signWith(privateKey, certificateSigningInput(unsigned)) };
}
