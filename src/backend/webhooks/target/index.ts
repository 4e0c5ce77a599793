export { addressKind, type AddressKind } from './address.ts';
export { resolveBySystem } from './resolve.ts';
export { addressesOf, targetOf, type Resolve, type TargetFailure, type TargetPolicy } from './target.ts';
