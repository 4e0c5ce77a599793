export type { SampleBlob, SampleCustomer } from './cases/index.ts';
export { createSample, type Sample, type SampleOptions } from './create.ts';
export { sampleDefects, type SampleDefect } from './plan.ts';
