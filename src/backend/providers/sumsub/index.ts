export { sumsubImport, sumsubProvider, type SumsubOptions } from './import.ts';
export { signedHeaders } from './sign.ts';
