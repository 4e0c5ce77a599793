export { factsChangedSince, type Fact, type Guards } from './guards.ts';
export { changed, type CustomerRecord } from './record.ts';
export { customerRow, findCustomer, findCustomers, insertCustomer, updateCustomer } from './store.ts';
export { fieldFault } from './field-rules.ts';
export { customerHandlers } from './handlers.ts';
export { answerRequest, statusOnceGiven } from './answer-rfi.ts';
