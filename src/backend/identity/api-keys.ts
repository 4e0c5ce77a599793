import { newId } from '../environment.ts';
import type { Context } from '../context.ts';
import type { Work } from '../store/index.ts';
import type { Scope } from '../../shared/api/index.ts';
import { newToken, tokenHash } from './tokens.ts';

/** Makes an API key and returns it: the only time it is seen. A `token` is given for sample data alone. */
export async function addApiKey(
  step: Work,
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  name: string,
  scopes: readonly Scope[],
  {
    token = newToken('sk', random),
    actor = 'system',
  }: { readonly token?: string; readonly actor?: string } = {},
): Promise<string> {
  const id = newId(clock, random);
  await step.db
    .insertInto('apiKey')
    .values({
      tenantId: step.tenantId,
      id,
      name,
      keyHash: tokenHash(token),
      scopes: JSON.stringify(scopes),
      createdAt: step.at,
      revokedAt: null,
    })
    .execute();
  step.audit({ actor, action: 'apiKey.added', data: { keyId: id, scopes } });
  return token;
}
