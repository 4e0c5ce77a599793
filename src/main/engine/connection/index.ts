export { createBackoff, type Backoff } from './backoff.ts';
export { createConnection, type ConnectionOptions } from './connection.ts';
export { again, createLoop, keepOff, sleep, untilWoken, type Loop, type Next } from './loop.ts';
export type { Connection, ConnectionState } from './types.ts';
