export type { DocumentFacts, Finding, Provider, ProviderInput, ProviderOutcome } from './provider.ts';
