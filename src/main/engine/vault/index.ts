export { createVault, shortestPassphrase, type VaultOptions } from './vault.ts';
export type { DeviceKey, OpenVault, Vault, VaultOwner } from './types.ts';
