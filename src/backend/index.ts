export { leafHash } from './audit/index.ts';
export { createBackend, type Backend, type BackendOptions } from './backend.ts';
export type { Clock, Random } from './environment.ts';
export { addTenant, addApiKey, addUser, certificateSigningInput, hashPassword } from './identity/index.ts';
export type { PlanLimits } from './links/index.ts';
export type { Provider, ProviderInput, ProviderOutcome, SumsubOptions } from './providers/index.ts';
export { seedSample, type SampleAccess } from './seeding/index.ts';
export type { WebhookOptions } from './webhooks/index.ts';
