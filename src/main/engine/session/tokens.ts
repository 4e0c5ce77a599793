import type { Session as SessionAnswer } from '../../../shared/api/index.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { idSchema } from '../../../shared/domain/customer.ts';
import { z } from '../../../shared/zod.ts';
import type { Ports } from '../ports.ts';
import type { OpenVault } from '../vault/types.ts';
import type { Client } from './client.ts';
import type { ApiFault } from './types.ts';

/** A token this close to its end, in milliseconds, is renewed before it is used. */
const renewBefore = 30_000;

/**
 * What the keychain holds. The rotation's id is minted with the token and not when it is used: if this process dies
 * after the backend rotated and before the successor is stored, the next start asks with the same id and gets the same
 * successor instead of a revoked family.
 */
const storedSchema = z.strictObject({ refreshToken: z.string().min(1), rotationId: idSchema });

export const storedText = (refreshToken: string, rotationId: string): string =>
  JSON.stringify({ refreshToken, rotationId } satisfies z.infer<typeof storedSchema>);

export interface Tokens {
  /** A token to use now. `not` names one that the backend has just refused. */
  access(not?: string): Promise<Result<string, ApiFault>>;
  /** Takes over what a sign-in gave. */
  adopt(answer: SessionAnswer): Promise<Result<void, ApiFault>>;
  signedOut(): boolean;
}

export interface TokensOptions {
  readonly ports: Pick<Ports, 'clock' | 'newId'>;
  readonly vault: Pick<OpenVault, 'owner' | 'readRefreshToken' | 'writeRefreshToken'>;
  readonly client: Client;
  readonly onAnswer: (answer: SessionAnswer) => void;
  readonly onSignedOut: () => void;
}

export function createTokens({ ports, vault, client, onAnswer, onSignedOut }: TokensOptions): Tokens {
  let held: { readonly token: string; readonly until: number } | undefined;
  let refreshing: Promise<Result<string, ApiFault>> | undefined;
  let out = false;

  const adopt = async (answer: SessionAnswer): Promise<Result<void, ApiFault>> => {
    // Stored before the successor is used: using it ends the predecessor for good.
    const written = await vault.writeRefreshToken(storedText(answer.refreshToken, ports.newId()));
    if (!written.ok) return fail({ kind: 'local', problem: written.problem });
    held = { token: answer.accessToken, until: ports.clock.elapsed() + answer.expiresIn * 1000 };
    out = false;
    onAnswer(answer);
    return ok(undefined);
  };

  const signOut = (): Result<never, ApiFault> => {
    if (!out) {
      out = true;
      onSignedOut();
    }
    return fail({ kind: 'signedOut' });
  };

  const refresh = async (): Promise<Result<string, ApiFault>> => {
    const read = await vault.readRefreshToken();
    if (!read.ok) return fail({ kind: 'local', problem: read.problem });
    const stored = parseStored(read.value);
    if (!stored) return signOut();
    const answer = await client.json('sessions.refresh', { body: stored });
    if (!answer.ok) {
      const refused = answer.problem.kind === 'problem' && answer.problem.problem.code === 'unauthenticated';
      return refused ? signOut() : answer;
    }
    // Of the device that this vault had before: nothing may be sent in its name.
    if (answer.value.device.id !== vault.owner.deviceId) return signOut();
    const adopted = await adopt(answer.value);
    return adopted.ok ? ok(answer.value.accessToken) : adopted;
  };

  return {
    adopt,
    signedOut: () => out,
    access: async not => {
      if (out) return fail({ kind: 'signedOut' });
      if (held && held.token !== not && held.until - renewBefore > ports.clock.elapsed())
        return ok(held.token);
      // One rotation at a time: two would look like a stolen token and revoke the family.
      refreshing ??= refresh().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
  };
}

function parseStored(text: string | undefined): z.infer<typeof storedSchema> | undefined {
  if (text === undefined) return undefined;
  try {
    return storedSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
