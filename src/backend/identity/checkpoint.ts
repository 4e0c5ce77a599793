import { createHash } from 'node:crypto';
import { toBase64, utf8 } from '../../shared/bytes.ts';
import {
  checkpointOrigin,
  checkpointText,
  noteKeyHashInput,
  signedNote,
} from '../../shared/domain/checkpoint.ts';
import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Work } from '../store/index.ts';
import type { Workstation } from './caller.ts';
import { witnessCommands } from './devices.ts';
import { signatureFits } from './ed25519.ts';

export interface JournalHead {
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly pending?: readonly string[] | undefined;
}

const signatureBytes = 64;

/** Whether the note is the caller's device's checkpoint of exactly this head: made again from it, but for the signature. */
function isSignedBy({ deviceId, deviceKey }: Workstation, { size, root, note }: JournalHead): boolean {
  const text = checkpointText(deviceId, size, root);
  const name = checkpointOrigin(deviceId);
  const publicKey = Buffer.from(deviceKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const keyHash = createHash('sha256').update(noteKeyHashInput(name, publicKey)).digest();
  const signature = Buffer.from(note.trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(-signatureBytes);
  return (
    signature.length === signatureBytes &&
    note === signedNote(text, { name, keyHash, signature }) &&
    signatureFits(deviceKey, utf8(text), toBase64(signature))
  );
}

/** Witnesses a device's journal head; a smaller one than before, or another root at the same size, is a rollback. */
export async function witness(
  step: Work,
  caller: Workstation,
  head: JournalHead,
): Promise<Result<JournalHead, Refusal<'rollback' | 'invalid_payload'>>> {
  // A head that nobody signed could be any size: every honest one after it would be a rollback.
  if (!isSignedBy(caller, head)) {
    return refuse(
      'invalid_payload',
      "The note is not this device's signed checkpoint of this size and root.",
      {
        errors: [{ path: 'note', message: 'Not a checkpoint signed by this device' }],
      },
    );
  }
  const device = await step.db
    .selectFrom('device')
    .select(['witnessedSize', 'witnessedRoot', 'state'])
    .where('tenantId', '=', caller.tenantId)
    .where('id', '=', caller.deviceId)
    .executeTakeFirstOrThrow();
  const forked =
    head.size === device.witnessedSize && device.witnessedRoot !== null && head.root !== device.witnessedRoot;
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
  // What is named after the order to wipe was not witnessed before it.
  if (device.state === 'active') await witnessCommands(step, caller.deviceId, head.pending ?? []);
  return ok(head);
}
