import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../shared/result.ts';

export interface ServeOptions {
  readonly kind: 'serve';
  readonly db: string;
  readonly keys: string;
  readonly host: string;
  readonly port: number;
  readonly sample: { readonly count: number; readonly seed: string } | undefined;
}

export interface TenantAddOptions {
  readonly kind: 'tenant-add';
  readonly db: string;
  readonly keys: string;
  readonly name: string;
}

export const usage = `Usage:
  npm run backend -- [--db sqlite:PATH] [--port N] [--host ADDRESS] [--sample N [--seed S]] [--keys FILE]
  npm run backend -- tenant add NAME [--db sqlite:PATH] [--keys FILE]`;

const wholeNumber = (text: string, most: number): number | undefined =>
  /^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : undefined;

/** Reads the command line; the problem is a sentence for the operator. */
export function parseCommandLine(args: readonly string[]): Result<ServeOptions | TenantAddOptions, string> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        db: { type: 'string', default: 'sqlite:sealdesk.db' },
        keys: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8480' },
        sample: { type: 'string' },
        seed: { type: 'string', default: '1' },
      },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'The options could not be read.');
  }
  const { values, positionals } = parsed;
  const db = /^sqlite:(.+)$/s.exec(values.db)?.[1];
  if (db === undefined) return fail('--db takes sqlite:PATH.');
  const keys = values.keys ?? `${db}.keys`;
  if (positionals.length > 0) {
    const [noun, verb, name, ...rest] = positionals;
    const known = noun === 'tenant' && verb === 'add' && rest.length === 0;
    if (!known || name === undefined || name.trim() === '')
      return fail('The one subcommand is: tenant add NAME.');
    return ok({ kind: 'tenant-add', db, keys, name });
  }
  const port = wholeNumber(values.port, 65_535);
  if (port === undefined) return fail('--port takes a number from 0 to 65535; 0 takes a free one.');
  const count = values.sample === undefined ? undefined : wholeNumber(values.sample, 10_000_000);
  if (values.sample !== undefined && count === undefined) return fail('--sample takes a number of cases.');
  const sample = count === undefined ? undefined : { count, seed: values.seed };
  return ok({ kind: 'serve', db, keys, host: values.host, port, sample });
}
