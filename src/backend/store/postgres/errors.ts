import pg from 'pg';
import { StoreUnavailable } from '../unavailable.ts';

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Node's codes of a server that is not there, or not any more. */
const network =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|EACCES|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** What the driver says, without a code, when a connection ends or does not come about. */
const wordsOfLoss =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|timeout expired)/;

/** Class 08: connection exceptions; 57P: an operator ended it; 53: out of connections, memory or disk; 25P03: idle too long. */
const lossCodes = /^(08...|57P0[1-5]|53...|25P03)$/;

const isLoss = (error: Error): boolean =>
  error instanceof pg.DatabaseError
    ? lossCodes.test(error.code ?? '')
    : network.test(codeOf(error)) || wordsOfLoss.test(error.message);

/** What is thrown where no connection comes about, whatever the reason: the first one, at the start, was good. */
export const unavailable = (error: unknown): StoreUnavailable =>
  new StoreUnavailable(`PostgreSQL is not there (${codeOf(error) || 'closed'})`);

/** Somebody else holds what this needs for longer than a statement waits. */
export class LockHeld extends StoreUnavailable {
  constructor() {
    super('PostgreSQL keeps it waiting: another transaction holds a lock for too long');
  }
}

/**
 * What is thrown for an error of the driver. PostgreSQL quotes values in its details, and in the messages of class 22 (a
 * value that its type can't hold): no error carries them on, because errors are logged.
 */
export function cleaned(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (isLoss(error)) return unavailable(error);
  if (!(error instanceof pg.DatabaseError)) return error;
  if (error.code === '55P03') return new LockHeld();
  const { code = '', message, table, constraint, position } = error;
  const said = code.startsWith('22') ? 'a value that its type cannot hold' : message;
  const place = [table, constraint, position && `at ${position}`].filter(Boolean).join(', ');
  return Object.assign(new Error(`PostgreSQL ${code}: ${said}${place === '' ? '' : ` (${place})`}`), {
    code,
  });
}

/** Where a connection leads, as its client understood the URL; never its password. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
}

/** Why a first connection failed, as a sentence for the operator; undefined where nothing is known to be done. */
export function refusalSentence(
  error: unknown,
  { host, port, user = '', database = '' }: Place,
): string | undefined {
  const where = host.startsWith('/') ? `the socket in ${host}, port ${port}` : `${host}:${port}`;
  const code = codeOf(error);
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} does not let the user "${user}" in: the password is wrong, or its pg_hba.conf does not allow it.`;
    case '3D000':
      return `PostgreSQL at ${where} has no database "${database}"; make it (createdb), or name another with --db.`;
    case '42501':
      return `The user "${user}" may not make tables in the database "${database}"; make it the database's owner, or name another with --db.`;
    case '53300':
      return `PostgreSQL at ${where} has no connection left; end another program that uses it, or raise its max_connections.`;
    case '57P03':
      return `PostgreSQL at ${where} is starting or stopping; try again in a moment.`;
  }
  if (error instanceof Error && /password must be a string/.test(error.message))
    return `PostgreSQL at ${where} asks for the password of the user "${user}"; name it in --db, or in PGPASSWORD.`;
  if (error instanceof Error && /does not support SSL/.test(error.message))
    return `PostgreSQL at ${where} does not speak TLS; take sslmode out of --db, or set TLS up there.`;
  return error instanceof Error && isLoss(error)
    ? `PostgreSQL does not answer at ${where}; start it, or name another with --db.`
    : undefined;
}
