export { builtInProviders, providersWith } from './built-in.ts';
export { checksJob, reactWithChecks } from './checks/index.ts';
export type { DocumentFacts, Finding, Provider, ProviderInput, ProviderOutcome } from './provider.ts';
export { sumsubImport, type SumsubOptions } from './sumsub/index.ts';
