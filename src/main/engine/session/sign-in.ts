import type { Session as SessionAnswer } from '../../../shared/api/index.ts';
import { fromBase64, toBase64 } from '../../../shared/bytes.ts';
import { sessionSigningInput } from '../../../shared/domain/command.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { Client } from './client.ts';
import { problemOfFault } from './faults.ts';
import type { ApiFault, Credentials, DeviceIdentity } from './types.ts';

/** Signs in with a password and the proof that this device holds its key. */
export async function signIn(
  client: Client,
  credentials: Credentials,
  device: DeviceIdentity,
): Promise<Result<SessionAnswer, IpcProblem>> {
  const challenged = await client.json('sessions.challenge', {});
  if (!challenged.ok) return fail(problemOfFault(challenged.problem));
  const { challenge } = challenged.value;
  const decoded = decode(challenge);
  if (!decoded) return fail(problem('backend_unexpected', { detail: 'challenge' }));
  const { email, password, totp } = credentials;
  const answer = await client.json('sessions.create', {
    body: {
      email,
      password,
      ...(totp ? { totp } : {}),
      device: {
        id: device.id,
        name: device.name,
        publicKey: toBase64(device.publicKey),
        proof: toBase64(device.sign(sessionSigningInput(decoded))),
      },
      challenge,
    },
  });
  return answer.ok ? answer : fail(signInProblem(answer.problem));
}

/** Here "unauthenticated" is about the account and the password, not about a session that ended. */
function signInProblem(fault: ApiFault): IpcProblem {
  const wrong =
    fault.kind === 'problem' && ['unauthenticated', 'invalid_payload'].includes(fault.problem.code);
  return wrong ? problem('credentials_wrong') : problemOfFault(fault);
}

/** A challenge is 32 random bytes; anything else must not be signed. */
function decode(challenge: string): Uint8Array | undefined {
  try {
    const bytes = fromBase64(challenge);
    return bytes.length === 32 ? bytes : undefined;
  } catch {
    return undefined;
  }
}
