import type { CallInput, CallOutput, EngineCallName } from '../../shared/ipc/index.ts';
import type { IpcProblem } from '../../shared/ipc/problem.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Workplace } from './workplace.ts';

type Answer<N extends EngineCallName> = Result<CallOutput<N>, IpcProblem>;

/** One function per call; input has been validated and the phase checked. */
export type Handlers<N extends EngineCallName = EngineCallName> = {
  readonly [K in N]: (input: CallInput<K>) => Answer<K> | Promise<Answer<K>>;
};

/** Calls that are answered outside an open workplace. */
export type EntryCallName =
  'app.dismissNotice' | 'setup.checkBackend' | 'setup.signIn' | 'setup.finish' | 'vault.unlock';
/** Calls that need the open workplace and the vault behind it. */
export type DeviceCallName = 'device.registerAnew';
export type WorkCallName = Exclude<EngineCallName, EntryCallName | DeviceCallName>;

/** The calls of the open workplace. */
export function workHandlers(workplace: Workplace): Handlers<WorkCallName> {
  const { queue, review, parked, outbox, links, session, connection, sync, replay } = workplace;
  return {
    'session.signIn': async ({ password, totp }) => {
      const signedIn = await session.signIn({ password, ...(totp === undefined ? {} : { totp }) });
      if (!signedIn.ok) return signedIn;
      connection.tryNow();
      sync.now();
      replay.now();
      return ok({});
    },
    'sync.state': () => ok(workplace.syncState()),
    'sync.now': () => {
      sync.now();
      replay.now();
      return ok({});
    },
    'sync.setPaused': ({ paused }) => {
      connection.setPaused(paused);
      return ok({});
    },
    'sync.cancel': () => {
      sync.cancel();
      return ok({});
    },
    'queue.window': input => {
      const shown = queue.window(input);
      workplace.looked();
      return ok(shown);
    },
    'queue.counts': () => ok(queue.counts()),
    'queue.next': input => ok(queue.next(input)),
    'case.open': ({ customerId }) => workplace.openCase(customerId),
    'case.seen': input => review.seen(input),
    'document.read': ({ documentId }) => workplace.readDocument(documentId),
    'document.ahead': async input => ok(await workplace.readAhead(input)),
    'document.opened': ({ documentId }) => workplace.documentShown(documentId),
    'review.start': input => review.start(input),
    'review.release': input => review.release(input),
    'review.mark': input => review.mark(input),
    'review.finish': input => review.finish(input),
    'review.undo': input => review.undo(input),
    'note.add': input => review.addNote(input),
    'screening.resolve': input => review.resolveHit(input),
    'links.window': input => ok(links.window(input)),
    'links.levels': () => ok({ levels: [...links.levels()] }),
    'links.plan': () => links.plan(),
    'links.create': input => links.create(input),
    'links.revoke': input => links.revoke(input),
    'outbox.list': input => ok(outbox.list(input)),
    'outbox.detail': input => outbox.detail(input),
    'outbox.withdraw': input => parked.withdraw(input),
    'outbox.decideAgain': input => parked.decideAgain(input),
    'outbox.escalate': input => parked.escalate(input),
  };
}
