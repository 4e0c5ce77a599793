export { readAddress } from './address.ts';
export { readBody, readJson } from './answer.ts';
export { problemOfFault, retryAfterOf } from './faults.ts';
export { createNewDevice, type NewSession } from './new-device.ts';
export { storedText } from './tokens.ts';
export { createSession, type SessionOptions } from './session.ts';
export { checkBackend, createSetup, type FirstSignIn, type Setup } from './setup.ts';
export type {
  Api,
  ApiAnswer,
  ApiFault,
  ApiRequest,
  Credentials,
  DeviceIdentity,
  Session,
  SessionFacts,
} from './types.ts';
