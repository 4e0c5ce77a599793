export { createCache } from './cache.ts';
export { countsOf } from './counters.ts';
export { discardCache, openCache, type OpenedCache } from './open.ts';
export { effectiveResult, parkedOf, stateAt } from './commands.ts';
export type { Mark } from './drafts.ts';
export { fromTime, integer, maybeInteger, maybeText, noTime, text } from './columns.ts';
export type { Incoming, Intake } from './prepare.ts';
export type { Cache, OutboxRow, RowState, Touched } from './types.ts';
