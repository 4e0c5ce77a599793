import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  addApiKey,
  addTenant,
  addUser,
  createBackend,
  hashPassword,
  seedSample,
  type Backend,
  type BackendOptions,
  type Clock,
  type PlanLimits,
  type Provider,
  type SampleAccess,
  type SumsubOptions,
  type WebhookOptions,
} from '../../src/backend/index.ts';
import { scopes, type Scope } from '../../src/shared/api/index.ts';
import type { Role } from '../../src/shared/domain/index.ts';
import { roleSchema } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { createDatabase, databaseOf, onPostgres } from './postgres.ts';
import { WorkstationClient, type DeviceKey } from './workstation-client.ts';

/** A clock that starts now or at another time, runs, and can be moved. */
export interface MovableClock extends Clock {
  readonly advance: (milliseconds: number) => void;
  /** From here on it only moves as it is told to, however long this machine takes; what is returned lets it run on. */
  readonly standStill: () => () => void;
}

export function movableClock(startsAt = Date.now()): MovableClock {
  let ahead = startsAt - Date.now();
  let standsAt: number | undefined;
  const now = (): number => standsAt ?? Date.now() + ahead;
  return {
    now,
    advance: milliseconds => {
      if (standsAt === undefined) ahead += milliseconds;
      else standsAt += milliseconds;
    },
    standStill: () => {
      standsAt = now();
      return () => {
        ahead = now() - Date.now();
        standsAt = undefined;
      };
    },
  };
}

export interface TestUser {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export interface TestTenant {
  readonly id: string;
  readonly apiKey: string;
  readonly analyst: TestUser;
  readonly analyst2: TestUser;
  readonly supervisor: TestUser;
  readonly supervisor2: TestUser;
  readonly admin: TestUser;
  readonly auditor: TestUser;
}

export interface TestBackend {
  readonly url: string;
  readonly backend: Backend;
  readonly clock: MovableClock;
  readonly directory: string;
  /** The tenant of most tests; empty of customers. */
  readonly tenant: TestTenant;
  /** Credentials of the sample tenant, where one was asked for. */
  readonly sample: SampleAccess | undefined;
  readonly addTenant: (name: string) => Promise<TestTenant>;
  readonly addApiKey: (tenant: TestTenant, scopes: readonly Scope[]) => Promise<string>;
  readonly signIn: (user: TestUser, device?: DeviceKey) => Promise<WorkstationClient>;
  /** A request of the tenant's integrator. */
  readonly integrator: (path: string, init?: RequestInit, apiKey?: string) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export interface StartOptions {
  readonly sample?: { readonly count: number; readonly seed: string };
  readonly trustedProxies?: readonly string[];
  /** What the operator allows each tenant in a month. */
  readonly plan?: PlanLimits;
  readonly publicUrl?: string;
  /** What the tenant of most tests is called. */
  readonly tenantName?: string;
  /** Whether jobs (checks by providers, deliveries) run; tests that don't look at them are quieter without. */
  readonly runsJobs?: boolean;
  readonly jobsPollMs?: number;
  readonly watchlist?: string;
  readonly sumsub?: SumsubOptions;
  readonly webhooks?: WebhookOptions;
  readonly reading?: BackendOptions['reading'];
  readonly patience?: BackendOptions['patience'];
  readonly hashing?: BackendOptions['hashing'];
  /** The address of this machine on which it listens; loopback unless told. */
  readonly host?: string | undefined;
  /** Checks in place of the built-in ones of the same name. */
  readonly providers?: readonly Provider[];
  /** What time it is at the start, in epoch milliseconds; now unless told. */
  readonly startsAt?: number;
  /** An existing directory is kept; without one a new one is made and removed at the end. */
  readonly directory?: string;
}

// Hashing a password is slow on purpose; test users share one.
const password = 'correct horse battery staple';
let sharedHash: Promise<string> | undefined;

const people: readonly (readonly [keyof Omit<TestTenant, 'id' | 'apiKey'>, Role])[] = [
  ['analyst', 'analyst'],
  ['analyst2', 'analyst'],
  ['supervisor', 'supervisor'],
  ['supervisor2', 'supervisor'],
  ['admin', 'admin'],
  ['auditor', 'auditor'],
];

async function makeTenant(backend: Backend, name: string): Promise<TestTenant> {
  const { context } = backend;
  const passwordHash = await (sharedHash ??= hashPassword(password));
  const id = await addTenant(context, name);
  return context.work(id, async step => {
    const user = async (account: string, role: Role): Promise<TestUser> => {
      const made = { id: `${account}-${id.slice(-8)}`, email: `${account}@${id}.example` };
      await addUser(step, { ...made, name: account, roles: [role], passwordHash }, 'system');
      return { ...made, password };
    };
    const users: Partial<Record<(typeof people)[number][0], TestUser>> = {};
    for (const [account, role] of people) users[account] = await user(account, role);
    const { analyst, analyst2, supervisor, supervisor2, admin, auditor } = users;
    if (!analyst || !analyst2 || !supervisor || !supervisor2 || !admin || !auditor)
      throw new Error('a user is missing');
    const apiKey = await addApiKey(step, context, 'Test integrator', scopes);
    return { id, apiKey, analyst, analyst2, supervisor, supervisor2, admin, auditor };
  });
}

interface TestStore {
  readonly url: string;
  readonly remove: () => Promise<void>;
}

/** A store of its own: a file in the directory, or a database on the project's PostgreSQL. */
async function storeIn(directory: string, isKept: boolean): Promise<TestStore> {
  if (!onPostgres()) return { url: `sqlite:${join(directory, 'backend.db')}`, remove: async () => undefined };
  if (isKept) return { url: (await databaseOf(directory)).url, remove: async () => undefined };
  const { url, drop } = await createDatabase();
  return { url, remove: drop };
}

/** The backend in this process: a real store, real HTTP on loopback, a clock that tests move. */
export async function startBackend(options: StartOptions = {}): Promise<TestBackend> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'sealdesk-backend-')));
  const clock = movableClock(options.startsAt);
  const store = await storeIn(directory, options.directory !== undefined);
  const logLevel = process.env['SEALDESK_TEST_LOG'] ?? 'silent';
  const backend = await createBackend({
    db: store.url,
    keys: join(directory, 'backend.db.keys'),
    clock,
    logLevel,
    trustedProxies: options.trustedProxies ?? [],
    plan: options.plan,
    publicUrl: options.publicUrl,
    runsJobs: options.runsJobs ?? false,
    jobsPollMs: options.jobsPollMs,
    providers: options.providers ?? [],
    watchlist: options.watchlist,
    sumsub: options.sumsub,
    webhooks: options.webhooks,
    hashing: options.hashing,
    // A busy machine takes longer for a good document than a document may: that limit has a test of its own.
    reading: options.reading ?? { limitMs: 300_000 },
    ...(options.patience ? { patience: options.patience } : {}),
  });
  const sample = options.sample ? await seedSample(backend.context, options.sample) : undefined;
  const tenant = await makeTenant(backend, options.tenantName ?? 'Test tenant');
  const url = await backend.listen(options.host ?? '127.0.0.1', 0);
  return {
    url,
    backend,
    clock,
    directory,
    tenant,
    sample,
    addTenant: name => makeTenant(backend, name),
    addApiKey: (owner, granted) =>
      backend.context.work(owner.id, step => addApiKey(step, backend.context, 'Another', granted)),
    signIn: (user, device) => WorkstationClient.signIn(url, user, device),
    integrator: (path, init = {}, apiKey = tenant.apiKey) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${apiKey}`);
      return fetch(`${url}${path}`, { ...init, headers });
    },
    close: async () => {
      await backend.close();
      await store.remove();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

const readySchema = z.object({
  url: z.string(),
  users: z.array(z.object({ email: z.string(), password: z.string(), roles: z.array(roleSchema) })),
  apiKey: z.string().optional(),
});
export type ReadyLine = z.infer<typeof readySchema>;

export interface BackendProcess {
  readonly ready: ReadyLine;
  readonly child: ChildProcess;
  /** Standard error so far: the log. */
  readonly log: () => string;
  /** Sends a signal and returns how the process ended. */
  readonly end: (
    signal?: NodeJS.Signals,
  ) => Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const cli = join(import.meta.dirname, '../../src/backend/cli.ts');

/** The backend as its own process, as an operator starts it; resolves at its ready line. */
export async function spawnBackend(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<BackendProcess> {
  const child = spawn(process.execPath, [...nodeArgs, cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', text => (log += String(text)));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const line = await Promise.race([
    new Promise<string>(resolve => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(({ code }) => Promise.reject(new Error(`the backend ended with ${code}: ${log}`))),
  ]);
  return {
    ready: readySchema.parse(JSON.parse(line)),
    child,
    log: () => log,
    end: signal => {
      child.kill(signal ?? 'SIGTERM');
      return ended;
    },
  };
}
