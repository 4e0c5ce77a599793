import { generateKeyPairSync, hash, randomUUID, sign } from 'node:crypto';
import { sessionSchema } from '../src/shared/api/index.ts';
import {
  commandHashInput,
  commandSigningInput,
  sessionSigningInput,
  type CommandPayload,
  type CommandType,
} from '../src/shared/domain/index.ts';
import { z } from '../src/shared/zod.ts';
import type { Account } from './desk.ts';

export interface Decision<T extends CommandType = CommandType> {
  readonly type: T;
  readonly customerId: string;
  readonly baseVersion: number | null;
  readonly payload: CommandPayload<T>;
}

/** A signed-in device without a workstation around it: it speaks to the backend and costs as little as it can. */
export interface SignedDevice {
  readonly userId: string;
  get(path: string): Promise<Response>;
  post(path: string, body: string): Promise<Response>;
  /** A command as the next of the device's chain. */
  seal<T extends CommandType>(decision: Decision<T>): object;
}

export async function signInDevice({ url, email, password }: Account): Promise<SignedDevice> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const signed = (input: Uint8Array): string => sign(null, input, privateKey).toString('base64');
  const json = { 'content-type': 'application/json' };
  const challenged = await fetch(`${url}/v1/sessions/challenge`, { method: 'POST' });
  const { challenge } = z.object({ challenge: z.string() }).parse(await challenged.json());
  const device = {
    id: randomUUID(),
    name: 'Bench',
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    proof: signed(sessionSigningInput(Buffer.from(challenge, 'base64'))),
  };
  const body = JSON.stringify({ email, password, device, challenge });
  const answer = await fetch(`${url}/v1/sessions`, { method: 'POST', headers: json, body });
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  const session = sessionSchema.parse(await answer.json());
  const headers = { authorization: `Bearer ${session.accessToken}` };
  let { lastSeq, lastHash } = session.device;
  return {
    userId: session.user.id,
    get: path => fetch(`${url}${path}`, { headers }),
    post: (path, text) =>
      fetch(`${url}${path}`, { method: 'POST', headers: { ...headers, ...json }, body: text }),
    seal: decision => {
      const draft = {
        id: randomUUID(),
        ...decision,
        userId: session.user.id,
        deviceId: device.id,
        deviceSeq: lastSeq + 1,
        dependsOn: null,
        decidedAt: new Date().toISOString(),
        clock: { lastServerTime: null, elapsedMs: null },
        evidence: [],
        prevHash: lastHash,
      };
      lastSeq += 1;
      lastHash = hash('sha256', commandHashInput(draft), 'hex');
      return { ...draft, hash: lastHash, signature: signed(commandSigningInput(lastHash)) };
    },
  };
}
