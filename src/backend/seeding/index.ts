export { existingSample, seedSample, type SampleAccess } from './seed.ts';
