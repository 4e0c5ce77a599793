import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPorts } from '../../src/main/engine/adapters/index.ts';
import { headerFile } from '../../src/main/engine/vault/rewrap.ts';
import { wrappingKeyName } from '../../src/main/engine/vault/keychain-entries.ts';
import { createVault } from '../../src/main/engine/vault/index.ts';
import { z } from '../../src/shared/zod.ts';

const fileSchema = z.object({ header: z.object({ vaultId: z.string(), generation: z.int() }) });

const portsOf = (profile: string) => createPorts({ profileDirectory: profile, log: () => undefined });

/** Takes the vault's half of the key out of the system keychain; the returned function puts it back. */
export async function loseKeychainEntry(profile: string): Promise<() => Promise<void>> {
  const { header } = fileSchema.parse(JSON.parse(readFileSync(join(profile, headerFile), 'utf8')));
  const { keychain } = portsOf(profile);
  const name = wrappingKeyName(header.vaultId, header.generation);
  const kept = await keychain.read(name);
  if (!kept.ok || kept.value === undefined) throw new Error('the keychain has no key of this vault');
  const secret = kept.value;
  const removed = await keychain.remove(name);
  if (!removed.ok) throw new Error(`the key can't be removed: ${removed.problem.kind}`);
  return async () => {
    const written = await keychain.write(name, secret);
    if (!written.ok) throw new Error(`the key can't be put back: ${written.problem.kind}`);
  };
}

/** Makes the cache of a workstation that is not running look as if a later version had written it. */
export async function ageCache(profile: string, passphrase: string): Promise<void> {
  const ports = portsOf(profile);
  const vault = await createVault({ ports }).unlock(passphrase);
  if (!vault.ok) throw new Error(`the vault does not open: ${vault.problem.kind}`);
  const cache = ports.databases.open(join(profile, 'cache.db'), vault.value.cacheKey, 'normal');
  if (!cache.ok) throw new Error(`the cache does not open: ${cache.problem.kind}`);
  cache.value.exec('PRAGMA user_version = 9999');
  cache.value.close();
}
