import { userInfo } from 'node:os';
import { createBackend, type Backend, type BackendOptions } from './backend.ts';
import { runAdmin } from './admin/index.ts';
import {
  parseCommandLine,
  usage,
  type AdminOptions,
  type ServeOptions,
  type TenantAddOptions,
} from './cli-options.ts';
import { addTenant } from './identity/index.ts';
import { seedSample } from './seeding/index.ts';

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function addTenantAndEnd(options: TenantAddOptions): Promise<void> {
  const backend = await createBackend({ ...options, toServe: false, logLevel: 'warn' });
  try {
    say({ tenantId: await addTenant(backend.context, options.name, operator()), name: options.name });
  } finally {
    await backend.close();
  }
}

/** Who works on this machine's command line, for the audit; a number where the system has no name for them. */
function operator(): string {
  try {
    return `operator:${userInfo().username}`;
  } catch {
    return `operator:${process.getuid?.() ?? 'unknown'}`;
  }
}

/** A password is one line of standard input: words of a command line are read by every user of the machine. */
async function passwordOnInput(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) text += String(piece);
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** Does what an admin asks for and says so in lines of JSON; throws with a sentence for the operator. */
async function administer(options: AdminOptions): Promise<void> {
  const backend = await createBackend({
    db: options.db,
    keys: options.keys,
    toServe: false,
    // Whoever misspelt the name of a store is told, and not given a new one.
    mayBegin: false,
    logLevel: 'warn',
  });
  try {
    const given = options.passwordOnInput ? await passwordOnInput() : undefined;
    const { tenant } = options;
    for (const line of await runAdmin(backend.context, options.command, { actor: operator(), tenant, given }))
      say(line);
  } finally {
    await backend.close();
  }
}

/** Ends at the first SIGTERM or SIGINT; a second one, or five seconds, ends it at once. */
function endOnSignal(backend: Backend): void {
  let ending = false;
  const end = (): void => {
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => process.exit(1), 4800).unref();
    backend.close().then(
      () => process.exit(0),
      (error: unknown) => {
        backend.context.log.error({ err: error }, 'the backend did not end cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** The operator's Sumsub account: secrets are no words of a command line, where every user of the machine reads them. */
function sumsubFrom(environment: NodeJS.ProcessEnv): BackendOptions['sumsub'] {
  const appToken = environment['SEALDESK_SUMSUB_APP_TOKEN'];
  const secretKey = environment['SEALDESK_SUMSUB_SECRET_KEY'];
  if (!appToken || !secretKey) return undefined;
  return { appToken, secretKey, url: environment['SEALDESK_SUMSUB_URL'] };
}

async function serve(options: ServeOptions): Promise<void> {
  const backend = await createBackend({ ...options, sumsub: sumsubFrom(process.env) });
  endOnSignal(backend);
  const access = options.sample ? await seedSample(backend.context, options.sample) : undefined;
  const url = await backend.listen(options.host, options.port).catch(async (error: unknown) => {
    await backend.close();
    const advice = listenAdvice(error, options);
    throw advice === undefined ? error : new Error(advice, { cause: error });
  });
  // Passwords are shown for sample data alone, and only when it was asked for.
  say(access ? { url, ...access } : { url, users: [] });
  const { reader } = backend.context.store;
  const tenant = await reader.selectFrom('tenant').select('id').limit(1).executeTakeFirst();
  if (tenant === undefined) process.stderr.write(`${whatComesNext(url)}\n`);
}

/** What the operator of an empty store does first. */
const whatComesNext = (url: string): string =>
  `No tenant yet. With the same --db and --keys: npm run backend -- tenant add NAME. The calls: ${url}/docs`;

/** What the operator can do about an address that can't be listened on; undefined for any other error. */
function listenAdvice(error: unknown, { host, port }: ServeOptions): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use; name another with --port, or 0 for a free one.`;
  if (code === 'EACCES') return `Port ${port} is not open to this user; name one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine; name one with --host.`;
  return undefined;
}

function run(options: ServeOptions | TenantAddOptions | AdminOptions): Promise<void> {
  switch (options.kind) {
    case 'serve':
      return serve(options);
    case 'tenant-add':
      return addTenantAndEnd(options);
    case 'admin':
      return administer(options);
  }
}

const options = parseCommandLine(process.argv.slice(2));
if (!options.ok) {
  process.stderr.write(`${options.problem}\n${usage}\n`);
  process.exitCode = 2;
} else if (options.value.kind === 'help') {
  process.stdout.write(`${usage}\n`);
} else {
  try {
    await run(options.value);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
