import type { EndpointName, Session as SessionAnswer } from '../../../shared/api/index.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Ports } from '../ports.ts';
import type { OpenVault } from '../vault/types.ts';
import { createClient } from './client.ts';
import { problemOfFault } from './faults.ts';
import { signIn } from './sign-in.ts';
import { createTokens } from './tokens.ts';
import type { Api, ApiFault, ApiRequest, Session, SessionFacts } from './types.ts';

export interface SessionOptions {
  readonly ports: Pick<Ports, 'http' | 'clock' | 'newId'>;
  readonly vault: Pick<
    OpenVault,
    'owner' | 'devicePublicKey' | 'sign' | 'readRefreshToken' | 'writeRefreshToken'
  >;
}

/** The session of an open vault. No request is made before one is needed. */
export function createSession({ ports, vault }: SessionOptions): Session & {
  /** Takes over the session that the first sign-in opened. */
  adopt(answer: SessionAnswer): Promise<Result<void, IpcProblem>>;
} {
  const { owner } = vault;
  const client = createClient({ ports, baseUrl: owner.backendUrl });
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach(listener => listener());
  let latest: SessionFacts | undefined;
  const tokens = createTokens({
    ports,
    vault,
    client,
    onAnswer: ({ user, policy, device }) => {
      latest = { user, policy, device };
      changed();
    },
    onSignedOut: changed,
  });

  const adopt = async (answer: SessionAnswer): Promise<Result<void, IpcProblem>> => {
    const adopted = await tokens.adopt(answer);
    return adopted.ok ? adopted : fail(problemOfFault(adopted.problem));
  };

  /** Makes the call with a token; once more with a new one when the backend refuses the first. */
  const authenticated = async <T>(
    send: (token: string) => Promise<Result<T, ApiFault>>,
  ): Promise<Result<T, ApiFault>> => {
    const token = await tokens.access();
    if (!token.ok) return token;
    const first = await send(token.value);
    if (first.ok || !isUnauthenticated(first.problem)) return first;
    const renewed = await tokens.access(token.value);
    return renewed.ok ? send(renewed.value) : renewed;
  };

  const api: Api = {
    json: <N extends EndpointName>(name: N, request: ApiRequest = {}) =>
      authenticated(token => client.json(name, request, token)),
    stream: <N extends EndpointName>(name: N, request: ApiRequest = {}) =>
      authenticated(token => client.stream(name, request, token)),
  };

  return {
    api,
    adopt,
    signedOut: tokens.signedOut,
    latest: () => latest,
    signIn: async ({ password, totp }) => {
      const device = {
        id: owner.deviceId,
        name: owner.deviceName,
        publicKey: vault.devicePublicKey,
        sign: (message: Uint8Array) => vault.sign(message),
      };
      const answer = await signIn(client, { email: owner.email, password, totp }, device);
      if (!answer.ok) return answer;
      const adopted = await adopt(answer.value);
      return adopted.ok ? ok(undefined) : adopted;
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const isUnauthenticated = (fault: ApiFault): boolean =>
  fault.kind === 'problem' && fault.problem.status === 401;
