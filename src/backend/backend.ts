import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import { auditHandlers } from './audit/index.ts';
import { backFill } from './back-fill.ts';
import { changesHandlers, createWaiters } from './changes/index.ts';
import { commandHandlers } from './commands/index.ts';
import type { Context } from './context.ts';
import { customerHandlers, expiryJob, reactWithExpiry } from './customers/index.ts';
import { documentHandlers } from './documents/index.ts';
import type { Clock, Random } from './environment.ts';
import { healthHandlers } from './health.ts';
import { keepTidy } from './housekeeping.ts';
import type { Handlers } from './http/index.ts';
import { newFastify, usualPatience, type Patience } from './http/server.ts';
import {
  alarmOver,
  hashingTurns,
  identityHandlers,
  keysOfStore,
  type HashingLimits,
} from './identity/index.ts';
import { jobRunner, type JobHandler } from './jobs/index.ts';
import { historyHandlers } from './history/index.ts';
import { leadHandlers } from './leads/index.ts';
import { levelHandlers } from './levels/index.ts';
import { linkHandlers, publishPlans, type PlanLimits } from './links/index.ts';
import { metricsHandlers, reactWithMetrics } from './metrics/index.ts';
import {
  builtInProviders,
  checksJob,
  createReader,
  documentProvider,
  extractionProvider,
  newestOnly,
  printsOf,
  providersWith,
  reactWithChecks,
  rescreeningJob,
  sumsubImport,
  takeInWatchlist,
  watchlistOf,
  type PoolOptions,
  type Provider,
  type SumsubOptions,
} from './providers/index.ts';
import { reactWithContacts } from './risk/index.ts';
import { transactionHandlers } from './transactions/index.ts';
import { openStore, patiently, workOver, type News, type React } from './store/index.ts';
import {
  deliveryJob,
  policyOf,
  reactWithWebhooks,
  webhookHandlers,
  type WebhookOptions,
} from './webhooks/index.ts';

export interface BackendOptions {
  /** The store: `sqlite:PATH` or `postgres://…`. */
  readonly db: string;
  /** Path of the operator's key file; made where neither it nor a tenant exists. */
  readonly keys: string;
  /** Whether it is to listen, as it is unless told otherwise; the admin's command line works beside one that does. */
  readonly toServe?: boolean;
  /** Whether a store is made where there is none, as it is unless told otherwise. */
  readonly mayBegin?: boolean;
  /** Addresses of proxies whose word on the caller's address is taken (`X-Forwarded-For`). */
  readonly trustedProxies?: readonly string[];
  /** Origin under which applicants reach this backend; where it listens unless told. */
  readonly publicUrl?: string | undefined;
  /** How many verifications a tenant may start in a month; as many as it wants unless told. */
  readonly plan?: PlanLimits | undefined;
  /** Whether this process takes jobs (checks, deliveries), as it does unless told otherwise. */
  readonly runsJobs?: boolean;
  /** How often this process looks for jobs that nobody told it of, in milliseconds; half a second unless told. */
  readonly jobsPollMs?: number | undefined;
  /** Path of the watchlist that customers are screened against; a small invented one unless told. */
  readonly watchlist?: string | undefined;
  /** The operator's account at Sumsub, from which applicants are imported; none unless told. */
  readonly sumsub?: SumsubOptions | undefined;
  /** Checks that are made beside the built-in ones, or in place of those of the same name. */
  readonly providers?: readonly Provider[];
  /** How many documents are read at once, and how long one may take. */
  readonly reading?: PoolOptions | undefined;
  /** Where webhooks may be sent; nowhere private unless told. */
  readonly webhooks?: WebhookOptions | undefined;
  /** How long callers may take to send a request. */
  readonly patience?: Patience;
  /** How many passwords are hashed at the same time, and how many wait for it. */
  readonly hashing?: HashingLimits | undefined;
  readonly clock?: Clock;
  readonly random?: Random;
  /** `silent` in tests. */
  readonly logLevel?: string;
}

export interface Backend {
  readonly context: Context;
  /** Begins to listen and returns the address. */
  readonly listen: (host: string, port: number) => Promise<string>;
  /** Releases waiting requests, lets the others end, closes the store. */
  readonly close: () => Promise<void>;
}

/** Requests that still run after this are cut off: the process must end within five seconds. */
const graceMs = 3500;

const systemClock: Clock = { now: () => Date.now() };
const systemRandom: Random = { bytes: count => randomBytes(count) };

/** What has to be so before anything is served. Of several processes that start at once one does it and the others wait. */
async function makeReady(
  context: Context,
  { providers = [], plan = {} }: BackendOptions,
  watchlist: Awaited<ReturnType<typeof watchlistOf>>,
): Promise<void> {
  await patiently(() => backFill(context));
  if (!providers.some(({ name }) => name === 'screening')) {
    const list = await watchlist();
    await patiently(() => takeInWatchlist(context, list));
  }
  await patiently(() => publishPlans(context, plan));
}

/** The composition root: opens the store and the keys, and wires every capability to the app. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { clock = systemClock, random = systemRandom, patience = usualPatience } = options;
  const watchlist = await watchlistOf(options);
  const { toServe = true, mayBegin = true } = options;
  const store = await openStore(options.db, { toServe, mayBegin });
  const keys = await keysOfStore(store, options.keys, random).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const app = newFastify(options.logLevel ?? 'info', options.trustedProxies ?? [], patience);
  const waiters = createWaiters();
  const closing = new AbortController();
  const run = random.bytes(9).toString('base64url');
  const reactions: readonly React[] = [
    reactWithContacts(keys),
    reactWithChecks,
    reactWithExpiry,
    reactWithMetrics,
    reactWithWebhooks({ clock, random }),
  ];
  const enqueued = (): void => jobs.wake();
  const work = workOver({ store, clock, random, reactions, published: waiters.wake, enqueued });
  const context: Context = { store, work, clock, random, keys, waiters, log: app.log, run };
  const reader = createReader(options.reading);
  const onDocuments = [extractionProvider(reader), documentProvider(reader, printsOf(context))];
  const providers = providersWith(
    [...builtInProviders(newestOnly(context, watchlist)), ...onDocuments],
    options.providers ?? [],
  );
  const targets = policyOf(options.webhooks);
  const jobHandlers: readonly JobHandler[] = [
    checksJob(context, providers),
    expiryJob(context),
    rescreeningJob(context, watchlist),
    deliveryJob(context, targets),
  ];
  const jobs = jobRunner({
    store,
    clock,
    log: app.log,
    run,
    handlers: jobHandlers,
    pollMs: options.jobsPollMs,
  });
  const heard = (news: News | undefined): void => {
    if (news?.feed !== false) waiters.wake(news?.tenantId);
    if (news?.jobs !== false) jobs.wake();
  };
  if (toServe) {
    await makeReady(context, options, watchlist).catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
  }
  const alarm = alarmOver(context);
  let publicUrl = options.publicUrl;
  const linkOptions = {
    limits: options.plan ?? {},
    publicUrl: () => {
      if (publicUrl === undefined) throw new Error('links are made before anything listens');
      return publicUrl;
    },
  };
  const handlers = {
    ...healthHandlers(context),
    ...identityHandlers(context, hashingTurns(options.hashing), alarm),
    ...levelHandlers(context, providers),
    ...customerHandlers(context, sumsubImport(options.sumsub, context)),
    ...documentHandlers(context),
    ...linkHandlers(context, linkOptions),
    ...auditHandlers(context),
    ...historyHandlers(context),
    ...leadHandlers(context),
    ...transactionHandlers(context),
    ...metricsHandlers(context),
    ...webhookHandlers(context, targets),
    ...changesHandlers(context),
    ...commandHandlers(context),
  } satisfies Handlers;
  buildApp(app, context, handlers, closing.signal, patience);
  let release = (): void => undefined;
  let endTidying = async (): Promise<void> => undefined;
  return {
    context,
    listen: async (host, port) => {
      release = store.serve(heard);
      await app.listen({ host, port });
      endTidying = keepTidy(context);
      if (options.runsJobs ?? true) jobs.start();
      const address = app.server.address() as AddressInfo;
      const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
      publicUrl ??= url;
      return url;
    },
    close: async () => {
      closing.abort();
      waiters.close();
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close();
      clearTimeout(cut);
      await alarm.settled();
      await Promise.all([endTidying(), jobs.stop()]);
      await reader.close();
      await store.close();
      release();
    },
  };
}
