export { createBackoff, type Backoff } from './backoff.ts';
export { createConnection, type ConnectionOptions } from './connection.ts';
export type { Connection, ConnectionState } from './types.ts';
