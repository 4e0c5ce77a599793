import type { Policy, Session as SessionAnswer } from '../../shared/api/index.ts';
import { currentDocuments } from '../../shared/domain/customer.ts';
import { roleSchema } from '../../shared/domain/status.ts';
import type { CaseView } from '../../shared/ipc/case.ts';
import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import type { CallInput, CallOutput } from '../../shared/ipc/table.ts';
import type { SyncState } from '../../shared/ipc/state.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Cache, Touched } from './cache/index.ts';
import { createConnection, type Connection } from './connection/index.ts';
import { createDocumentAccess } from './document-access.ts';
import { createDocuments, defaultCacheBytes } from './documents/index.ts';
import type { Emitter } from './emitter.ts';
import { createEnds, type Ends } from './ends.ts';
import type { Journal } from './journal/index.ts';
import { createLater } from './later.ts';
import { createLinks, type Links } from './links/index.ts';
import { cacheIsTooOld, leaseIsOver, leashOf, type Leash, type SignedIn } from './lease.ts';
import { cacheNotice, type Notice } from './notices.ts';
import { createReplay, type Replay } from './outbox/index.ts';
import { createPolicyNote } from './policy-note.ts';
import { StorageError, type Ports } from './ports.ts';
import { createQueue, type Queue } from './queue/index.ts';
import {
  createOutboxView,
  createParked,
  createRecord,
  createReview,
  createShown,
  mayReview,
  readCaseView,
  type Desk,
  type OutboxView,
  type Parked,
  type Review,
} from './review/index.ts';
import { createSession, type Session } from './session/index.ts';
import { attemptStorage, storageProblem } from './storage-problem.ts';
import { closeStores, openStores, type CacheFate, type Stores } from './stores.ts';
import { createSync, type Sync } from './sync/index.ts';
import { createSyncView } from './sync-state.ts';
import type { OpenVault } from './vault/index.ts';
import { createUndoWatch } from './undo-watch.ts';
import { watchJournal } from './watch-journal.ts';

/** Milliseconds after which what was looked at has its documents fetched, and after which pins follow the outbox. */
const aheadAfterMs = 300;
const pinsAfterMs = 2_000;
/** How often it is looked at how long the backend has been away. */
const leaseEveryMs = 60_000;
/** Unsent decisions whose evidence is kept from eviction. */
const pinnedDecisions = 1000;

export interface WorkplaceOptions {
  readonly ports: Ports;
  readonly vault: OpenVault;
  readonly emitter: Emitter;
  /** The session that the first sign-in opened, when this is a first run. */
  readonly firstSession: SessionAnswer | undefined;
  /** With what the person signs in at the backend, where policy asks for it before anything is shown. */
  readonly signIn?: CallInput<'vault.unlock'>['signIn'] | undefined;
  /** The user, the policy or the notices changed. */
  readonly stateChanged: () => void;
  readonly noticed: (notice: Notice) => void;
  /**
   * It has to be closed: a database under it is damaged, the backend ordered it to be destroyed, or policy lets it be
   * offline no longer.
   */
  readonly unusable: (cause: UnusableCause) => void;
}

export type UnusableCause = 'damage' | 'wipe' | 'lease' | 'age';

/** Everything that exists only while the vault is open. */
export interface Workplace {
  readonly notices: readonly Notice[];
  readonly journal: Pick<Journal, 'append'>;
  readonly cache: Cache;
  readonly queue: Queue;
  readonly review: Review;
  readonly parked: Parked;
  readonly outbox: OutboxView;
  readonly links: Links;
  readonly session: Session;
  readonly connection: Connection;
  readonly sync: Sync;
  readonly replay: Replay;
  user(): Desk['user'];
  /** The backend has seen more of this device than its journal holds. */
  rolledBack(): boolean;
  syncState(): SyncState;
  openCase(customerId: string): Result<CaseView, IpcProblem>;
  readDocument: ReturnType<typeof createDocumentAccess>['read'];
  documentShown: ReturnType<typeof createDocumentAccess>['shown'];
  readAhead(input: CallInput<'document.ahead'>): Promise<CallOutput<'document.ahead'>>;
  /** The queue showed another part: what comes next there is fetched ahead. */
  looked(): void;
  /** Ends all work, then writes the last entry, anchors and closes. */
  close(cause: string): Promise<{ readonly cacheGone: boolean }>;
}

/** As the session takes it: an absent code is no code. */
const withoutEmpty = ({ password, totp }: NonNullable<WorkplaceOptions['signIn']>) => ({
  password,
  ...(totp ? { totp } : {}),
});

const fateOf = (cause: string): CacheFate =>
  cause === 'wipe' ? 'discard' : cause === 'damage' ? 'check' : 'keep';

/**
 * Opens the databases of an open vault and starts everything that lives on them. Whatever goes wrong on the way, all that
 * was begun is ended and both databases are closed; a cache that turned out damaged is thrown away.
 */
export async function openWorkplace(options: WorkplaceOptions): Promise<Result<Workplace, IpcProblem>> {
  const { ports } = options;
  const stores = await openStores(ports, options.vault);
  if (!stores.ok) return stores;
  const ends = createEnds();
  const giveUp = async (fate: CacheFate): Promise<boolean> => {
    await ends.all();
    return closeStores(ports, stores.value, fate);
  };
  try {
    const place = await startWork(options, stores.value, ends);
    if (!place.ok) await giveUp('keep');
    return place;
  } catch (error) {
    const fault = error instanceof StorageError ? error.fault : undefined;
    const gone = await giveUp(fault?.kind === 'damaged' ? 'discard' : 'keep');
    if (!fault) throw error;
    if (gone) options.noticed(cacheNotice(ports.newId(), 'damaged'));
    return fail(storageProblem(fault));
  }
}

async function startWork(
  options: WorkplaceOptions,
  opened: Stores,
  ends: Ends,
): Promise<Result<Workplace, IpcProblem>> {
  const { ports, vault, emitter } = options;
  const { clock, timers } = ports;
  const { owner } = vault;
  const { cache, journal, notices } = opened;
  let closing = false;
  ends.add(() => {
    closing = true;
  });

  const unusable = (cause: UnusableCause): void => {
    if (!closing) options.unusable(cause);
  };
  const lockWhenDamaged = (problem: IpcProblem | undefined): void => {
    if (problem?.detail?.startsWith('damaged')) unusable('damage');
  };
  /** What nobody called for: a store that fails under it is closed when it is damaged, and read another time otherwise. */
  const inBackground = (work: () => void): void => {
    const done = attemptStorage(work);
    if (done.ok) return;
    ports.log('store.unread', { problem: done.problem.kind });
    lockWhenDamaged(done.problem);
  };
  const background = {
    after: (milliseconds: number, run: () => void) => timers.after(milliseconds, () => inBackground(run)),
  };
  const emitSync = (): void => {
    if (!closing) inBackground(() => emitter.emit('sync.changed', syncState()));
  };
  const tell = ({ customerIds, outbox }: Touched): void => {
    if (customerIds === null || customerIds.length > 0) {
      const ids = customerIds === null ? null : [...customerIds];
      emitter.emit('cache.changed', { revision: cache.revision(), customerIds: ids });
    }
    if (!outbox) return;
    const { waiting, parked } = cache.outboxCounts();
    emitter.emit('outbox.changed', { waiting, parked });
    emitSync();
  };
  const touched = (change: Touched): void => {
    tell(change);
    if (!change.outbox) return;
    pins.request();
    undo.look();
    replay.wake();
  };

  const record = createRecord({
    journal,
    cache,
    touched,
    cacheFailed: why => {
      ports.log('cache.behind', { problem: why.kind });
      lockWhenDamaged(why);
      // It stands still until the cache has caught up, and says why.
      replay.wake();
    },
  });

  const session = createSession({ ports, vault });
  const leash = (): Leash => leashOf(cache, clock.now(), session.latest()?.policy);
  let signedIn: SignedIn | undefined;
  if (leaseIsOver(leash())) {
    if (!options.signIn) return fail(problem('offline_too_long'));
    const entered = await session.signIn(withoutEmpty(options.signIn));
    if (!entered.ok) return entered;
    signedIn = { at: clock.now(), after: leash().lastContact };
  }
  const watchLease = (): void => {
    if (leaseIsOver(leash(), signedIn)) unusable('lease');
    else if (cacheIsTooOld(leash())) unusable('age');
  };
  const policyNote = createPolicyNote({
    record,
    log: ports.log,
    noted: cache.notedPolicy(),
    latest: session.latest()?.policy ?? cache.policy(),
  });
  const policyArrived = (policy: Policy): void => {
    if (!closing) policyNote.arrived(policy);
  };
  const connection = createConnection({ ports });
  ends.add(connection.close);
  const documents = createDocuments({
    ports,
    api: session.api,
    database: cache.database,
    maxBytes: () =>
      session.latest()?.policy.cacheMaxBytes ?? cache.policy()?.cacheMaxBytes ?? defaultCacheBytes,
    changed: ({ id, customerId }) => {
      emitter.emit('document.changed', { documentId: id, customerId });
      emitSync();
    },
  });
  ends.add(documents.stop);

  const ownRoles = owner.roles.flatMap(role => roleSchema.safeParse(role).data ?? []);
  const user = (): Desk['user'] => {
    const latest = session.latest()?.user ?? cache.user(owner.userId);
    return { id: owner.userId, roles: latest?.roles ?? ownRoles };
  };

  const sync = createSync({
    ports,
    api: session.api,
    connection,
    cache,
    journal,
    deviceId: owner.deviceId,
    listener: {
      applied: page => {
        touched(page);
        ahead.request();
      },
      policy: policy => {
        policyArrived(policy);
        options.stateChanged();
      },
      links: () => {
        if (!closing) emitter.emit('links.changed', {});
      },
      wipe: () => unusable('wipe'),
      changed: state => {
        lockWhenDamaged(state.problem);
        emitSync();
      },
    },
  });
  ends.add(sync.stop);
  const replay = createReplay({
    ports,
    crypto: ports.crypto,
    sign: message => vault.sign(message),
    api: session.api,
    connection,
    journal,
    cache,
    record,
    changed: state => {
      lockWhenDamaged(state.problem);
      emitSync();
    },
    carries: commandIds => {
      const changed = attemptStorage(() => cache.setSending(commandIds));
      if (changed.ok && !closing) tell(changed.value);
    },
  });
  ends.add(replay.stop);

  const queue = createQueue({ cache, userId: owner.userId });
  const desk: Desk = {
    cache,
    newId: ports.newId,
    record,
    get user() {
      return user();
    },
    deviceId: owner.deviceId,
    documents,
    shown: createShown(),
    serverClock: sync.serverClock,
  };
  const access = createDocumentAccess({ cache, documents, record });

  const ahead = createLater(background, aheadAfterMs, () => {
    if (cache.syncMark().complete) documents.want(queue.documentsAhead(), 'ahead');
  });
  ends.add(ahead.cancel);
  const pinEvidence = (): void => {
    const unsent = [
      ...cache.outboxInStates(['undoable', 'queued', 'sealed'], pinnedDecisions),
      ...cache.outboxInStates(['parked'], pinnedDecisions),
    ];
    documents.pin(new Set(unsent.flatMap(row => row.decided.evidence.map(({ sha256 }) => sha256))));
  };
  const pins = createLater(background, pinsAfterMs, pinEvidence);
  ends.add(pins.cancel);
  const undo = createUndoWatch({
    cache,
    clock,
    timers: background,
    ended: () => {
      const { waiting, parked } = cache.outboxCounts();
      emitter.emit('outbox.changed', { waiting, parked });
      replay.wake();
    },
  });
  ends.add(undo.stop);

  const syncView = createSyncView();
  const syncState = (): SyncState =>
    syncView({
      connection: connection.state(),
      feed: sync.state(),
      replay: replay.state(),
      mark: cache.syncMark(),
      cases: cache.caseCount(),
      documentsWaiting: documents.waiting(),
      outbox: cache.outboxCounts(),
    });

  ends.add(
    connection.subscribe(state => {
      documents.setOnline(state.network === 'online');
      emitSync();
    }),
  );
  ends.add(
    session.subscribe(() => {
      if (closing) return;
      inBackground(() => {
        const { policy } = session.latest() ?? {};
        if (policy) policyArrived(policy);
        options.stateChanged();
      });
    }),
  );
  const watch = watchJournal({
    ports,
    journal,
    noticed: options.noticed,
    catchUp: () => {
      record.behind();
      policyNote.look();
    },
  });
  ends.add(watch.stop);

  if (options.firstSession) {
    const adopted = await session.adopt(options.firstSession);
    // The vault is made and the cases can wait: the window shows that signing in again is needed, and why.
    if (!adopted.ok) ports.log('session.not_adopted', { problem: adopted.problem.kind });
  }
  // Before anything is fetched: what arrives must not drive out the evidence of unsent decisions.
  inBackground(pinEvidence);
  sync.start();
  replay.start();
  inBackground(undo.look);
  let cancelLease = (): void => undefined;
  const lookAtLease = (): void => {
    cancelLease = background.after(leaseEveryMs, () => {
      lookAtLease();
      watchLease();
    });
  };
  lookAtLease();
  ends.add(() => cancelLease());

  return ok({
    notices,
    journal,
    cache,
    queue,
    review: createReview(desk),
    parked: createParked(desk),
    outbox: createOutboxView({ cache, journal }),
    links: createLinks({ cache, api: session.api, connection }),
    session,
    connection,
    sync,
    replay,
    user,
    rolledBack: () =>
      [sync.state(), replay.state()].some(({ problem }) => problem?.kind === 'journal_behind'),
    syncState,
    openCase(customerId) {
      const view = readCaseView(desk, documents, customerId);
      if (view.ok) {
        access.caseOpened(customerId, view.value.documents);
        documents.want(currentDocuments(view.value.customer.documents), 'now');
      }
      return view;
    },
    readDocument: access.read,
    documentShown: access.shown,
    async readAhead({ view, after, have }) {
      const next = mayReview(desk) ? queue.next({ view, after, claimable: true }).customerId : null;
      const customer = next === null ? undefined : cache.customer(next);
      return customer ? access.readAhead(customer, have) : { documentIds: [], documents: [] };
    },
    looked: ahead.request,
    async close(cause) {
      await ends.all();
      // The last word of the session, without a projection: the cache may be what is damaged.
      const noted = attemptStorage(() => journal.append([{ kind: 'locked', cause }]));
      if (!noted.ok || !noted.value.ok) ports.log('journal.lock_not_noted');
      return { cacheGone: await closeStores(ports, opened, fateOf(cause)) };
    },
  });
}
