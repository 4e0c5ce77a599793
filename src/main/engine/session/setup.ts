import type { Session as SessionAnswer } from '../../../shared/api/index.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Ports } from '../ports.ts';
import type { DeviceKey } from '../vault/types.ts';
import { readAddress } from './address.ts';
import { createClient } from './client.ts';
import { problemOfFault } from './faults.ts';
import { signIn } from './sign-in.ts';
import type { Credentials } from './types.ts';

type SetupPorts = Pick<Ports, 'http' | 'clock' | 'crypto' | 'newId'>;

/** Asks whether a Sealdesk backend answers at an address; milliseconds are those of the exchange. */
export async function checkBackend(
  ports: Pick<Ports, 'http' | 'clock'>,
  typed: string,
): Promise<Result<{ url: string; name?: string; milliseconds: number }, IpcProblem>> {
  const address = readAddress(typed);
  if (!address.ok) return address;
  const began = ports.clock.elapsed();
  const answer = await createClient({ ports, baseUrl: address.value }).json('health.ready', {});
  if (!answer.ok) {
    const { problem: fault } = answer;
    // Something answered, but not a backend of ours: the address is what to look at.
    const stranger =
      fault.kind === 'otherVersion' || (fault.kind === 'problem' && fault.problem.status < 500);
    return fail(stranger ? problem('backend_unexpected', { detail: fault.kind }) : problemOfFault(fault));
  }
  const { name } = answer.value;
  const milliseconds = ports.clock.elapsed() - began;
  return ok({ url: address.value, ...(name && { name }), milliseconds });
}

/** What the first sign-in leaves for the vault: who, with which new device key, and the session itself. */
export interface FirstSignIn {
  readonly url: string;
  readonly deviceName: string;
  readonly deviceId: string;
  readonly deviceKey: DeviceKey;
  readonly answer: SessionAnswer;
}

export interface Setup {
  signIn(
    input: Credentials & { readonly url: string; readonly deviceName: string },
  ): Promise<Result<FirstSignIn, IpcProblem>>;
}

/** Sign-in before there is a vault. The device keeps its id and key over several tries, so that none is left behind. */
export function createSetup(ports: SetupPorts): Setup {
  let device: { readonly id: string; readonly key: DeviceKey; readonly owner: string } | undefined;
  return {
    signIn: async ({ url: typed, deviceName, ...credentials }) => {
      const address = readAddress(typed);
      if (!address.ok) return address;
      // A device belongs to one user of one backend.
      const owner = `${address.value} ${credentials.email.trim().toLowerCase()}`;
      if (device?.owner !== owner) device = { id: ports.newId(), key: ports.crypto.newSigningKey(), owner };
      const { id, key } = device;
      const answer = await signIn(createClient({ ports, baseUrl: address.value }), credentials, {
        id,
        name: deviceName,
        publicKey: key.publicKey,
        sign: message => ports.crypto.sign(key.seed, message),
      });
      if (!answer.ok) return answer;
      return ok({ url: address.value, deviceName, deviceId: id, deviceKey: key, answer: answer.value });
    },
  };
}
