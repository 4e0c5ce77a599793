import { staff } from '../../shared/api/index.ts';
import type { CommandResult } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { deliveryOf, type Workstation } from '../identity/index.ts';
import type { Received } from './envelope.ts';
import { gather } from './gather.ts';
import { retry, withoutCase } from './results.ts';
import { answer, noProgress } from './stream.ts';
import { write } from './write.ts';

/** How long a device waits before it sends a command again that we failed on. */
const brokenRetryMs = 5000;

const idOf = (received: Received): string =>
  received.kind === 'unreadable' ? received.id : received.envelope.id;

/**
 * Answers a batch in its order: gather, answer one by one without touching the store, write. The batch commits as
 * one, and is answered only then. A command that we fail on leaves nothing; it and all behind it are answered `retry`.
 */
export const runBatch =
  ({ work, clock, random, log }: Pick<Context, 'work' | 'clock' | 'random' | 'log'>) =>
  (caller: Workstation, batch: readonly Received[]): Promise<readonly CommandResult[]> =>
    work(caller.tenantId, async step => {
      const world = await gather(step, caller, batch);
      const { delivers, isActive } = await deliveryOf(step, caller.deviceId);
      const asker = { roles: caller.roles, at: step.at, newId: () => newId(clock, random), delivers };
      const results: CommandResult[] = [];
      const progress = noProgress(world.head);
      for (const received of batch) {
        try {
          results.push(answer(received, world, progress, asker));
        } catch (error) {
          log.error({ err: error, commandId: idOf(received) }, 'a command failed');
          break;
        }
      }
      const left = batch.slice(results.length).map(received => retry(idOf(received), 503, brokenRetryMs));
      await write(step, caller, world, progress);
      const mayRead = isActive && caller.roles.some(role => staff.includes(role));
      return [...(mayRead ? results : results.map(withoutCase)), ...left];
    });
