export { authorise } from './access.ts';
export { alarmOver } from './alarm.ts';
export { disableUser, enableUser, revokeApiKey, setPassword, setRoles } from './accounts.ts';
export { addApiKey } from './api-keys.ts';
export {
  actorOf,
  authenticator,
  type Authenticate,
  type Caller,
  type Integrator,
  type Workstation,
} from './caller.ts';
export { certificateSigningInput } from './certificate.ts';
export { deliveryOf, revokeDevice, wipeDevice } from './devices.ts';
export { publicKeyOf, signatureFits, signatureFitsAsync } from './ed25519.ts';
export { identityHandlers } from './handlers.ts';
export { hashingTurns, type HashingLimits } from './hashing.ts';
export { type Keys } from './keys.ts';
export { keysOfStore } from './keys-of-store.ts';
export { networkOf } from './network.ts';
export { hashPassword } from './passwords.ts';
export { purgeIdentity } from './purge.ts';
export { tenantSigner } from './signer.ts';
export { addTenant, insertTenant } from './tenants.ts';
export { tokenHash } from './tokens.ts';
export { confirmTotp, enrolTotp, removeTotp } from './totp.ts';
export { addUser, findUser, foldEmail, userOf, type NewUser } from './users.ts';
