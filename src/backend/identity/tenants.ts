import { newId } from '../environment.ts';
import { addShippedLevels } from '../levels/store.ts';
import type { Context } from '../context.ts';
import type { Work } from '../store/index.ts';
import { signingKeyPurpose } from './certificate.ts';
import { newSigningKey } from './ed25519.ts';

/** Writes a tenant with its signing key, the shipped levels and an empty policy, in the tenant's own work. */
export async function insertTenant(
  step: Work,
  { random, keys }: Pick<Context, 'random' | 'keys'>,
  name: string,
  actor: string,
): Promise<void> {
  const id = step.tenantId;
  const { publicKey, privateKey } = newSigningKey();
  await step.db
    .insertInto('tenant')
    .values({
      id,
      name,
      createdAt: step.at,
      policy: '{}',
      signingPublicKey: publicKey,
      signingKeySealed: keys.seal(signingKeyPurpose(id), privateKey),
      feedEpoch: random.bytes(9).toString('base64url'),
      feedSeq: 0,
      feedHorizon: 0,
      auditSize: 0,
    })
    .execute();
  step.audit({ actor, action: 'tenant.added', data: { tenantId: id } });
  step.publish({ entity: 'policy', id: 'policy', op: 'upsert', version: 1, data: '{}' });
  await addShippedLevels(step);
}

/** Makes a tenant and returns its id. */
export async function addTenant(
  parts: Pick<Context, 'work' | 'clock' | 'random' | 'keys'>,
  name: string,
  actor = 'system',
): Promise<string> {
  const id = newId(parts.clock, parts.random);
  await parts.work(id, step => insertTenant(step, parts, name, actor));
  return id;
}
