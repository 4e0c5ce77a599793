export { seedSample, type SampleAccess } from './seed.ts';
