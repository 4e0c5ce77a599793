export { ownershipFindings, ownershipProvider } from './ownership.ts';
