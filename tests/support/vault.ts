import type { Ports } from '../../src/main/engine/ports.ts';
import { createVault, type OpenVault, type VaultOwner } from '../../src/main/engine/vault/index.ts';

export const passphrase = 'correct horse battery staple';

export const vaultOwner: VaultOwner = {
  email: 'analyst@example.test',
  userId: '0194f000-0000-7000-8000-000000000001',
  userName: 'Ana Lyst',
  roles: ['analyst'],
  deviceId: '0194f000-0000-7000-8000-000000000002',
  deviceName: 'Test workstation',
  backendUrl: 'https://backend.example.test',
};

/** A new vault in the profile of these ports, opened. */
export async function newVault(ports: Ports, owner: VaultOwner = vaultOwner): Promise<OpenVault> {
  const created = await createVault({ ports }).create(passphrase, owner, ports.crypto.newSigningKey());
  if (!created.ok) throw new Error(created.problem.kind);
  return created.value;
}
