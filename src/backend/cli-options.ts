import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../shared/result.ts';
import { adminCommandOf, adminUsage, nameOf, takesPassword, type AdminCommand } from './admin/index.ts';
import { planLimitsOf, type PlanLimits } from './links/index.ts';

export interface ServeOptions {
  readonly kind: 'serve';
  readonly db: string;
  readonly keys: string;
  readonly host: string;
  readonly port: number;
  readonly trustedProxies: readonly string[];
  readonly publicUrl: string | undefined;
  readonly plan: PlanLimits | undefined;
  readonly watchlist: string | undefined;
  readonly webhooks: { readonly allowPrivate: boolean };
  readonly sample: { readonly count: number; readonly seed: string } | undefined;
}

export interface HelpOptions {
  readonly kind: 'help';
}

export interface TenantAddOptions {
  readonly kind: 'tenant-add';
  readonly db: string;
  readonly keys: string;
  readonly name: string;
}

export interface AdminOptions {
  readonly kind: 'admin';
  readonly db: string;
  readonly keys: string;
  readonly tenant: string | undefined;
  readonly passwordOnInput: boolean;
  readonly command: AdminCommand;
}

export const usage = `Usage:
  npm run backend -- [OPTIONS]
  npm run backend -- tenant add NAME [--db URL] [--keys FILE]
${adminUsage}

  --db sqlite:PATH       the store; default sqlite:sealdesk.db, made by serving and by tenant add where there is none
  --db postgres://USER:PASSWORD@HOST:PORT/DATABASE
                         a database of PostgreSQL, which several backends may share
  --keys FILE            the operator's key file; default PATH.keys, with PostgreSQL sealdesk.keys
  --host ADDRESS         where to listen; default 127.0.0.1
  --port N               0 takes a free one; default 8480
  --trust-proxy A[,B…]   addresses of the TLS proxies in front, whose X-Forwarded-For is believed
  --public-url URL       where applicants reach this backend, as https://verify.example.com; default where it listens
  --plan kyc=N,kyb=N     how many verifications each tenant may start by link in a month; default no limit
  --watchlist FILE       whom to screen against (docs/WATCHLIST.md); default a small invented list
  --webhooks-allow-private
                         lets webhooks go to private addresses, and by http to this machine; default neither
  --sample N [--seed S]  fills a new store with N sample cases, and shows their users' passwords
  --help                 this text`;

const wholeNumber = (text: string, most: number): number | undefined =>
  /^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : undefined;

/** An origin and nothing behind it: the pages of the backend stand at the root. */
function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  return isOrigin ? url.origin : undefined;
}

/** Node's words, shortened to what the operator can act on. */
function sentenceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const option = error instanceof Error ? /'(-[^' ]*)/.exec(error.message)?.[1] : undefined;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${option ?? 'like this'}.`;
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
    return `${option ?? 'An option'} is missing its value, or takes none.`;
  return error instanceof Error ? error.message : 'The options could not be read.';
}

/** A host may be missing where the socket's folder is named (`postgres:///name?host=/run/postgresql`). */
const isPostgresUrl = (text: string): boolean =>
  /^postgres(ql)?:\/\//.test(text) && URL.canParse(text, 'postgres://base');

/** What goes with everything, and what with commands alone; all others are about serving. */
const everywhere: readonly string[] = ['db', 'keys', 'help'];
const ofCommands: readonly string[] = ['tenant', 'password-stdin'];

const takesNoPassword = '--password-stdin goes with user add and user reset-password.';

/** Reads the command line; the problem is a sentence for the operator. */
export function parseCommandLine(
  args: readonly string[],
): Result<ServeOptions | TenantAddOptions | AdminOptions | HelpOptions, string> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      tokens: true,
      options: {
        db: { type: 'string', default: 'sqlite:sealdesk.db' },
        keys: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8480' },
        sample: { type: 'string' },
        seed: { type: 'string', default: '1' },
        'public-url': { type: 'string' },
        plan: { type: 'string' },
        watchlist: { type: 'string' },
        'webhooks-allow-private': { type: 'boolean', default: false },
        tenant: { type: 'string' },
        'password-stdin': { type: 'boolean', default: false },
        'trust-proxy': { type: 'string', default: '' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return fail(sentenceOf(error));
  }
  const { values, positionals, tokens } = parsed;
  if (values.help) return ok({ kind: 'help' });
  const isCommand = positionals.length > 0;
  for (const token of tokens)
    if (token.kind === 'option' && !everywhere.includes(token.name))
      if (ofCommands.includes(token.name) !== isCommand)
        return fail(
          `--${token.name} ${isCommand ? 'is for serving, not for a command' : 'goes with a command'}.`,
        );
  const { db } = values;
  const path = /^sqlite:(.+)$/s.exec(db)?.[1];
  // What was given may hold a password: it is not repeated.
  if (path === undefined && !isPostgresUrl(db)) return fail('--db takes sqlite:PATH or postgres://….');
  const keys = values.keys ?? (path === undefined ? 'sealdesk.keys' : `${path}.keys`);
  if (isCommand) {
    const [noun, verb, text = '', ...rest] = positionals;
    const name = nameOf(text);
    const { tenant, 'password-stdin': passwordOnInput } = values;
    if (`${noun ?? ''} ${verb ?? ''}` === 'tenant add' && name !== undefined && rest.length === 0) {
      if (tenant !== undefined) return fail('--tenant names a tenant that is there; tenant add makes one.');
      return passwordOnInput ? fail(takesNoPassword) : ok({ kind: 'tenant-add', db, keys, name });
    }
    const command = adminCommandOf(positionals);
    if (command === undefined)
      return fail(
        'The subcommands are: tenant add NAME, tenant retention STATUS=DAYS, and more that --help shows.',
      );
    if (!command.ok) return command;
    if (passwordOnInput && !takesPassword(command.value)) return fail(takesNoPassword);
    return ok({ kind: 'admin', db, keys, tenant, passwordOnInput, command: command.value });
  }
  const port = wholeNumber(values.port, 65_535);
  if (port === undefined) return fail('--port takes a number from 0 to 65535; 0 takes a free one.');
  const count = values.sample === undefined ? undefined : wholeNumber(values.sample, 10_000_000);
  if (values.sample !== undefined && count === undefined) return fail('--sample takes a number of cases.');
  const sample = count === undefined ? undefined : { count, seed: values.seed };
  const trustedProxies = values['trust-proxy'].split(',').filter(address => address !== '');
  const stranger = trustedProxies.find(address => isIP(address) === 0);
  if (stranger !== undefined) return fail(`--trust-proxy takes IP addresses; "${stranger}" is none.`);
  const publicUrl = values['public-url'] === undefined ? undefined : originOf(values['public-url']);
  if (values['public-url'] !== undefined && publicUrl === undefined)
    return fail('--public-url takes an address without a path, such as https://verify.example.com.');
  const plan = values.plan === undefined ? undefined : planLimitsOf(values.plan);
  if (values.plan !== undefined && plan === undefined)
    return fail('--plan takes numbers of verifications, as in kyc=100,kyb=20.');
  return ok({
    kind: 'serve',
    db,
    keys,
    host: values.host,
    port,
    trustedProxies,
    publicUrl,
    plan,
    watchlist: values.watchlist,
    webhooks: { allowPrivate: values['webhooks-allow-private'] },
    sample,
  });
}
