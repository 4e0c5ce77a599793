export { openSqlite } from './sqlite/open.ts';
export type { Db, InsertRows, Queries, Store } from './store.ts';
export type * from './tables.ts';
export {
  workOver,
  type CustomerStep,
  type NewJob,
  type PublishedChange,
  type React,
  type RunWork,
  type Work,
} from './work.ts';
