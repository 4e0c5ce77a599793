export { createVault, shortestPassphrase, type VaultOptions } from './vault.ts';
export type { DeviceKey, NewDevice, OpenVault, Vault, VaultOwner } from './types.ts';
