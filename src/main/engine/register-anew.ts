import { toBase64 } from '../../shared/bytes.ts';
import type { CallInput } from '../../shared/ipc/index.ts';
import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Ports } from './ports.ts';
import { createNewDevice, storedText } from './session/index.ts';
import type { OpenVault, Vault } from './vault/index.ts';
import type { Workplace } from './workplace.ts';

/**
 * The way on after a rollback: the backend knows more of this device than its journal does, so that nothing more may be
 * sent in its name. A new device takes its place in the vault; its sequence begins when the vault is opened again, which
 * is left to the caller. The journal keeps every entry and the old key. Refused where nothing is amiss.
 */
export async function registerAnew(
  { ports, vault, open, place }: RegisterAnewOptions,
  { passphrase, password, totp }: CallInput<'device.registerAnew'>,
): Promise<Result<void, IpcProblem>> {
  const { connection, journal } = place;
  if (!place.rolledBack())
    return fail(problem('wrong_phase', { detail: 'nothing is amiss with this device' }));
  const { paused } = connection.state();
  const replaced = await vault.replaceDevice(passphrase, async () => {
    const credentials = { password, ...(totp === undefined ? {} : { totp }) };
    const device = await createNewDevice(ports, open.owner, credentials);
    if (!device.ok) return device;
    // From here on no request may be made with a session of one device for the other.
    connection.setPaused(true);
    const retired = journal.append([
      { kind: 'retired', deviceId: open.owner.deviceId, publicKey: toBase64(open.devicePublicKey) },
    ]);
    return retired.ok ? device : retired;
  });
  if (!replaced.ok) {
    connection.setPaused(paused);
    return replaced;
  }
  const { refreshToken } = replaced.value.answer;
  const kept = await open.writeRefreshToken(storedText(refreshToken, ports.newId()));
  // Without it the person is asked to sign in again.
  if (!kept.ok) ports.log('session.not_adopted', { problem: kept.problem.kind });
  return ok(undefined);
}

interface RegisterAnewOptions {
  readonly ports: Ports;
  readonly vault: Pick<Vault, 'replaceDevice'>;
  readonly open: Pick<OpenVault, 'owner' | 'devicePublicKey' | 'writeRefreshToken'>;
  readonly place: Pick<Workplace, 'connection' | 'journal' | 'rolledBack'>;
}
