export { openStore } from './open.ts';
export { openPostgres } from './postgres/open.ts';
export { openSqlite } from './sqlite/open.ts';
export { patiently } from './patience.ts';
export { UnstorableText } from './storable.ts';
export type { Db, InsertRows, News, Queries, Store } from './store.ts';
export type * from './tables/index.ts';
export { StoreUnavailable } from './unavailable.ts';
export {
  workOver,
  type CustomerStep,
  type NewJob,
  type PublishedChange,
  type React,
  type RunWork,
  type Work,
} from './work.ts';
