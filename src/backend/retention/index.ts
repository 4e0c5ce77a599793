export {
  defaultRetention,
  parseRetention,
  retentionOf,
  setRetention,
  type OwnRetention,
  type Retention,
} from './periods.ts';
export { purgeCustomer } from './purge.ts';
export { purgeRetained } from './sweep.ts';
