export { defaultRetention, retentionOf, retentionSchema, setRetention, type Retention } from './periods.ts';
export { purgeCustomer } from './purge.ts';
export { purgeRetained } from './sweep.ts';
