export { assemble, type Papers, type SampleCustomer } from './assemble.ts';
export { providedBy } from './fields.ts';
export { drawPapers } from './papers.ts';
export { storePaper, type SampleBlob } from './store.ts';
export { subjectOf, type Subject } from './subject.ts';
