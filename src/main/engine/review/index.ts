export { createRecord, type RecordEntries } from './record.ts';
export { createReview, undoMs, type Review } from './review.ts';
export { createParked, type Parked } from './parked.ts';
export { createOutboxView, type OutboxView } from './outbox-view.ts';
export { readCaseView } from './case-view.ts';
export { createShown } from './shown.ts';
export { mayReview, type Desk } from './desk.ts';
