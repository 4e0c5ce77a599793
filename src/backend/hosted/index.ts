export { hostedPages } from './routes.ts';
export { isHostedAddress, unknownLinkPage } from './unknown.ts';
