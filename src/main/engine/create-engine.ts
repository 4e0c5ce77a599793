import type { Policy } from '../../shared/api/index.ts';
import type { Role } from '../../shared/domain/status.ts';
import type { AppState, Phase } from '../../shared/ipc/state.ts';
import type { CallInput } from '../../shared/ipc/table.ts';
import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { createDispatch } from './dispatch.ts';
import { createEmitter } from './emitter.ts';
import type { Engine, EngineState, Told } from './engine.ts';
import { workHandlers, type DeviceCallName, type EntryCallName, type Handlers } from './handlers.ts';
import { cacheNotice, registeredNotice, type Notice } from './notices.ts';
import type { Ports } from './ports.ts';
import { registerAnew } from './register-anew.ts';
import { checkBackend, createSetup, type FirstSignIn } from './session/index.ts';
import { attemptStorage, storageProblem } from './storage-problem.ts';
import { createVault, type OpenVault, type VaultOwner } from './vault/index.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/** Unless policy says otherwise. */
const defaultIdleLockMinutes = 5;

export interface EngineOptions {
  readonly ports: Ports;
  /** What first run offers. */
  readonly suggestion: AppState['suggestion'];
  /** What the process before this one had told. */
  readonly told?: Told | undefined;
  /** The vault is being closed, for whatever cause: this process, which has held its keys, is to be ended after that. */
  readonly spent?: () => void;
}

interface Work {
  readonly place: Workplace;
  readonly handlers: Partial<Handlers>;
}

/** Of the state: what has to be read. */
interface Said {
  readonly policy: Policy | undefined;
  readonly roles: readonly Role[];
}
const nothingSaid: Said = { policy: undefined, roles: [] };

/** What the person has to know at the next unlock. */
function staysAfter(cause: string): IpcProblem | undefined {
  if (cause === 'damage') return problem('storage_failed', { detail: 'damaged' });
  return cause === 'lease' ? problem('offline_too_long') : undefined;
}

type Opening = Result<Record<string, never>, IpcProblem>;

/** The composition root of the workstation without a window. Nothing happens before `start`. */
export function createEngine({ ports, suggestion, told, spent }: EngineOptions): Engine {
  const emitter = createEmitter();
  const vault = createVault({ ports });
  const setup = createSetup(ports);
  let phase: Phase = 'starting';
  let trouble: IpcProblem | undefined;
  let owner: VaultOwner | undefined;
  let notices: readonly Notice[] = told?.notices ?? [];
  let first: FirstSignIn | undefined;
  let work: Work | undefined;
  let unlockProfile = (): void => undefined;
  let closing: Promise<void> | undefined;
  let entering: Promise<Opening> | undefined;
  let lastSaid: Said = nothingSaid;

  /** What the copy and the session say; as long as the copy can't be read, what they said before. */
  const said = ({ session, cache, user }: Workplace): Said => {
    const read = attemptStorage(() => ({
      policy: session.latest()?.policy ?? cache.policy(),
      roles: user().roles,
    }));
    if (read.ok) lastSaid = read.value;
    return lastSaid;
  };
  const state = (): EngineState => {
    const { policy, roles } = work ? said(work.place) : nothingSaid;
    const user = owner && work && { id: owner.userId, email: owner.email, name: owner.userName };
    return {
      phase,
      ...(trouble ? { problem: trouble } : {}),
      ...(owner
        ? {
            account: { email: owner.email, deviceName: owner.deviceName, backendUrl: owner.backendUrl },
            deviceId: owner.deviceId,
          }
        : {}),
      ...(user ? { user: { ...user, roles: [...roles] } } : {}),
      suggestion,
      idleLockMinutes: policy?.idleLockMinutes ?? defaultIdleLockMinutes,
      watermark: policy?.watermark ?? true,
      notices: [...notices],
    };
  };
  const without = (kind: Notice['kind']): readonly Notice[] => notices.filter(notice => notice.kind !== kind);
  const changed = (): void => emitter.emit('app.changed', state());
  const enter = (next: Phase, why?: IpcProblem): void => {
    phase = next;
    trouble = why;
    changed();
  };

  /** Opens the databases behind an open vault. What only a newer version can read blocks; other troubles may pass. */
  const open = async (
    vaultOpen: OpenVault,
    session?: FirstSignIn['answer'],
    signIn?: CallInput<'vault.unlock'>['signIn'],
  ): Promise<Opening> => {
    owner = vaultOpen.owner;
    const opened = await openWorkplace({
      ports,
      vault: vaultOpen,
      emitter,
      firstSession: session,
      signIn,
      stateChanged: () => {
        if (phase === 'ready') changed();
      },
      noticed: notice => {
        notices = [...notices, notice];
        changed();
      },
      unusable: cause => void lock(cause),
    }).catch((error: unknown) => {
      enter('locked');
      spent?.();
      throw error;
    });
    if (!opened.ok) {
      const blocked = opened.problem.kind === 'journal_from_future';
      const lapsed = signIn !== undefined || opened.problem.kind === 'offline_too_long';
      const stays = blocked ? opened.problem : lapsed ? problem('offline_too_long') : undefined;
      enter(blocked ? 'blocked' : 'locked', stays);
      spent?.();
      return opened;
    }
    const place = opened.value;
    const ofDevice: Handlers<DeviceCallName> = {
      'device.registerAnew': async input => {
        const registered = await registerAnew({ ports, vault, open: vaultOpen, place }, input);
        if (!registered.ok) return registered;
        // What the rollback left behind is settled by it.
        notices = [...without('rollback'), registeredNotice(ports.newId())];
        // Not waited for: it ends with this call's own answer on its way.
        void lock('registered');
        return ok({});
      },
    };
    work = { place, handlers: { ...workHandlers(place), ...ofDevice } };
    notices = [...without('device'), ...place.notices];
    enter('ready');
    return ok({});
  };

  /** One opening at a time, and none before the last closing is done. */
  const alone = async (opening: () => Promise<Opening>): Promise<Opening> => {
    if (entering) return fail(problem('wrong_phase', { detail: 'opening' }));
    entering = (async () => {
      await closing;
      return opening();
    })();
    try {
      return await entering;
    } finally {
      entering = undefined;
    }
  };

  const entry: Handlers<EntryCallName> = {
    'app.dismissNotice': ({ id }) => {
      notices = notices.filter(notice => notice.id !== id);
      changed();
      return ok({});
    },
    'setup.checkBackend': ({ url }) => checkBackend(ports, url),
    'setup.signIn': async input => {
      const signedIn = await setup.signIn(input);
      if (!signedIn.ok) return signedIn;
      first = signedIn.value;
      const { name, roles } = first.answer.user;
      return ok({ name, roles });
    },
    'setup.finish': async ({ passphrase }) => {
      if (!first) return fail(problem('wrong_phase', { detail: 'not_signed_in' }));
      const { answer, url, deviceId, deviceName, deviceKey } = first;
      const { id, email, name, roles } = answer.user;
      return alone(async () => {
        const created = await vault.create(
          passphrase,
          { email, userId: id, userName: name, roles, deviceId, deviceName, backendUrl: url },
          deviceKey,
        );
        if (!created.ok) return created;
        first = undefined;
        return open(created.value, answer);
      });
    },
    'vault.unlock': ({ passphrase, signIn }) =>
      alone(async () => {
        const opened = await vault.unlock(passphrase);
        return opened.ok ? open(opened.value, undefined, signIn) : opened;
      }),
  };

  const dispatch = createDispatch({
    phase: () => phase,
    handlers: () => ({ ...entry, ...work?.handlers }),
    log: ports.log,
    damaged: () => void lock('damage'),
  });

  /** Once, however many ask for it at the same time; an unlock that is under way is waited for and undone. */
  const lock = async (cause: string): Promise<void> => {
    await entering?.catch(() => undefined);
    closing ??= (async () => {
      const { place } = work ?? {};
      if (!place) return;
      work = undefined;
      enter('locked', staysAfter(cause));
      spent?.();
      const { cacheGone } = await place.close(cause);
      if (!cacheGone || cause !== 'damage') return;
      notices = [...notices, cacheNotice(ports.newId(), 'damaged')];
      changed();
    })().finally(() => {
      closing = undefined;
    });
    await closing;
  };

  return {
    async start() {
      const held = ports.files.lock();
      if (!held.ok) {
        const { problem: fault } = held;
        return enter(
          'blocked',
          fault.kind === 'profile_in_use' ? problem(fault.kind) : storageProblem(fault),
        );
      }
      unlockProfile = held.value;
      const known = vault.owner();
      if (!known.ok) return enter('blocked', known.problem);
      owner = known.value;
      if (told?.phase === 'blocked') return enter('blocked', told.problem);
      enter(owner ? 'locked' : 'firstRun', told?.problem);
    },
    call: dispatch,
    subscribe: emitter.subscribe,
    state,
    lock,
    async stop() {
      await lock('stop');
      unlockProfile();
      unlockProfile = () => undefined;
    },
  };
}
