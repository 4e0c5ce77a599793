import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Workstation } from './caller.ts';

export interface JournalHead {
  readonly size: number;
  readonly root: string;
  readonly note: string;
}

/** Witnesses a device's journal head; a smaller one than before, or another root at the same size, is a rollback. */
export const witness =
  ({ work }: Pick<Context, 'work'>) =>
  (caller: Workstation, head: JournalHead): Promise<Result<JournalHead, Refusal<'rollback'>>> =>
    work(caller.tenantId, async step => {
      const device = await step.db
        .selectFrom('device')
        .select(['witnessedSize', 'witnessedRoot'])
        .where('tenantId', '=', caller.tenantId)
        .where('id', '=', caller.deviceId)
        .executeTakeFirstOrThrow();
      const forked =
        head.size === device.witnessedSize &&
        device.witnessedRoot !== null &&
        head.root !== device.witnessedRoot;
      if (head.size < device.witnessedSize || forked) {
        step.audit({
          actor: `user:${caller.userId}`,
          action: 'device.rollback_detected',
          data: { deviceId: caller.deviceId, size: head.size, witnessedSize: device.witnessedSize },
        });
        return refuse('rollback', `A journal of ${device.witnessedSize} entries was witnessed before.`);
      }
      await step.db
        .updateTable('device')
        .set({ witnessedSize: head.size, witnessedRoot: head.root, witnessedNote: head.note })
        .where('tenantId', '=', caller.tenantId)
        .where('id', '=', caller.deviceId)
        .execute();
      return ok(head);
    });
