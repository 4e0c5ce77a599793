import type { Session as SessionAnswer } from '../../../shared/api/index.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { Ports } from '../ports.ts';
import type { NewDevice, VaultOwner } from '../vault/types.ts';
import { createClient } from './client.ts';
import { signIn } from './sign-in.ts';
import type { Credentials } from './types.ts';

export interface NewSession extends NewDevice {
  readonly answer: SessionAnswer;
}

/** Registers this workstation at its backend under a new id and key, by signing in with them. */
export async function createNewDevice(
  ports: Pick<Ports, 'http' | 'clock' | 'crypto' | 'newId'>,
  owner: Pick<VaultOwner, 'backendUrl' | 'deviceName' | 'email'>,
  credentials: Omit<Credentials, 'email'>,
): Promise<Result<NewSession, IpcProblem>> {
  const deviceId = ports.newId();
  const deviceKey = ports.crypto.newSigningKey();
  const client = createClient({ ports, baseUrl: owner.backendUrl });
  const answer = await signIn(
    client,
    { ...credentials, email: owner.email },
    {
      id: deviceId,
      name: owner.deviceName,
      publicKey: deviceKey.publicKey,
      sign: message => ports.crypto.sign(deviceKey.seed, message),
    },
  );
  return answer.ok ? ok({ deviceId, deviceKey, answer: answer.value }) : answer;
}
