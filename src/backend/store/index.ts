export { holdServing } from './sqlite/file.ts';
export { openSqlite, type SqliteStore as Store } from './sqlite/open.ts';
export type * from './tables.ts';
export { workOver, type Db, type PublishedChange, type Queries, type RunWork, type Work } from './work.ts';
