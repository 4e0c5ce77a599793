import { createConnection } from '../../src/main/engine/connection/index.ts';
import type { BodyOf } from '../../src/main/engine/journal/index.ts';
import { createReplay, type Replay } from '../../src/main/engine/outbox/index.ts';
import type { Ports } from '../../src/main/engine/ports.ts';
import { createRecord } from '../../src/main/engine/review/index.ts';
import { createSession, createSetup } from '../../src/main/engine/session/index.ts';
import { createVault } from '../../src/main/engine/vault/index.ts';
import type { CommandPayload, CommandType } from '../../src/shared/domain/command.ts';
import type { TestBackend, TestUser } from './backend.ts';
import { testCache } from './cache.ts';
import { openJournal } from './journal.ts';
import { passphrase } from './vault.ts';

export interface DecisionDraft<T extends CommandType> {
  readonly type: T;
  readonly customerId: string;
  readonly payload: CommandPayload<T>;
  readonly baseVersion?: number | null;
  readonly dependsOn?: string | null;
  readonly evidence?: BodyOf<'decided'>['evidence'];
  /** 0 unless given: to be sent at once. */
  readonly undoMs?: number;
}

/** A signed-in workstation on a real backend, without its feed: decisions go into its journal and are replayed. */
export async function openSendingDesk(server: Pick<TestBackend, 'url'>, user: TestUser, ports: Ports) {
  const signedIn = await createSetup(ports).signIn({
    url: server.url,
    email: user.email,
    password: user.password,
    deviceName: 'A desk',
  });
  if (!signedIn.ok) throw new Error(`sign-in: ${signedIn.problem.kind}`);
  const { answer, deviceId, deviceKey, deviceName, url } = signedIn.value;
  const owner = {
    email: user.email,
    userId: answer.user.id,
    userName: answer.user.name,
    roles: answer.user.roles,
    deviceId,
    deviceName,
    backendUrl: url,
  };
  const created = await createVault({ ports }).create(passphrase, owner, deviceKey);
  if (!created.ok) throw new Error(`vault: ${created.problem.kind}`);
  const vault = created.value;
  const journal = await openJournal(ports, vault);
  const cache = testCache(ports);
  // The first copy is complete, as it is when people decide: until then the cache is written for loading, without a
  // log, and every small change of it is synced four times.
  const syncedAt = new Date(ports.clock.now()).toISOString();
  cache.markSynced(syncedAt, syncedAt);
  const session = createSession({ ports, vault });
  const adopted = await session.adopt(answer);
  if (!adopted.ok) throw new Error(`session: ${adopted.problem.kind}`);
  const connection = createConnection({ ports });
  let replay: Replay | undefined;
  const record = createRecord({
    journal,
    cache,
    touched: ({ outbox }) => {
      if (outbox) replay?.wake();
    },
    cacheFailed: why => {
      if (why.kind !== 'disk_full') throw new Error(why.kind, { cause: why });
      replay?.wake();
    },
  });

  /** A replay that remembers nothing but what is in the journal, as after a restart. */
  const newReplay = (): Replay => {
    replay = createReplay({
      ports,
      crypto: ports.crypto,
      sign: message => vault.sign(message),
      api: session.api,
      connection,
      journal,
      cache,
      record,
      changed: () => undefined,
      carries: commandIds => void cache.setSending(commandIds),
    });
    return replay;
  };

  const decisionOf = <T extends CommandType>(draft: DecisionDraft<T>): BodyOf<'decided'> => ({
    kind: 'decided',
    commandId: ports.newId(),
    type: draft.type,
    customerId: draft.customerId,
    userId: owner.userId,
    deviceId,
    baseVersion: draft.baseVersion ?? null,
    dependsOn: draft.dependsOn ?? null,
    clock: { lastServerTime: null, elapsedMs: null },
    payload: JSON.parse(JSON.stringify(draft.payload)),
    evidence: draft.evidence ?? [],
    undoMs: draft.undoMs ?? 0,
    replaces: null,
    customerName: 'A customer',
  });

  return {
    owner,
    vault,
    journal,
    cache,
    session,
    connection,
    record,
    newReplay,
    decisionOf,
    /** Decides and returns the command's id. */
    decide: <T extends CommandType>(draft: DecisionDraft<T>): string => {
      const body = decisionOf(draft);
      const recorded = record([body]);
      if (!recorded.ok) throw new Error(recorded.problem.kind);
      return body.commandId;
    },
    note: (customerId: string, text: string, undoMs = 0): string => {
      const body = decisionOf({ type: 'note.add', customerId, payload: { text, mentions: [] }, undoMs });
      const recorded = record([body]);
      if (!recorded.ok) throw new Error(recorded.problem.kind);
      return body.commandId;
    },
    stateOf: (commandId: string) => cache.outboxRow(commandId)?.state,
    parkedOf: (commandId: string) => cache.outboxRow(commandId)?.parked,
    close: async () => {
      connection.close();
      await replay?.stop();
      journal.close();
    },
  };
}
export type SendingDesk = Awaited<ReturnType<typeof openSendingDesk>>;
