export { ownershipFindings, ownershipProvider, ownersItem } from './ownership.ts';
