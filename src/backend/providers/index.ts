export { builtInProviders, providersWith, watchlistOf } from './built-in.ts';
export { documentProvider, forgetPrints, printsOf } from './document/index.ts';
export { extractionProvider } from './extraction/index.ts';
export { createReader, type PoolOptions } from './reading/index.ts';
export { checksJob, reactWithChecks } from './checks/index.ts';
export type { DocumentFacts, Finding, Provider, ProviderInput, ProviderOutcome } from './provider.ts';
export { newestOnly, rescreeningJob, takeInWatchlist } from './rescreening/index.ts';
export { sumsubImport, type SumsubOptions } from './sumsub/index.ts';
