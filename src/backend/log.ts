import type { FastifyBaseLogger } from 'fastify';

/** Structured lines with request ids, codes and ids; no bodies, headers, names or secrets. */
export type Log = Pick<FastifyBaseLogger, 'debug' | 'info' | 'warn' | 'error'>;
