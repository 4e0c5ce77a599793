import type { KeyObject } from 'node:crypto';
import { scopeSchema, type Scope } from '../../shared/api/index.ts';
import { roleSchema, type Role } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import type { Clock } from '../environment.ts';
import type { Store } from '../store/index.ts';
import { publicKeyOf } from './ed25519.ts';
import { tokenHash } from './tokens.ts';

export interface Workstation {
  readonly kind: 'workstation';
  readonly tenantId: string;
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly deviceId: string;
  readonly deviceKey: KeyObject;
  readonly sessionId: string;
  /** It was ordered to destroy what it holds. */
  readonly wiping: boolean;
}

export interface Integrator {
  readonly kind: 'integrator';
  readonly tenantId: string;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

export type Caller = Workstation | Integrator;

/** Who did it, for the audit log and the owner of an idempotency key. */
export const actorOf = (caller: Caller): string =>
  caller.kind === 'workstation' ? `user:${caller.userId}` : `key:${caller.keyId}`;

const roles = z.array(roleSchema);
const scopes = z.array(scopeSchema);

/** Finds who holds a bearer token; undefined when nobody does any more. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller | undefined>;

export function authenticator(store: Store, clock: Clock): Authenticate {
  const deviceKeys = new Map<string, KeyObject>();
  const deviceKey = (publicKey: string): KeyObject => {
    const known = deviceKeys.get(publicKey);
    if (known) return known;
    const key = publicKeyOf(publicKey);
    if (deviceKeys.size >= 10_000) deviceKeys.clear();
    deviceKeys.set(publicKey, key);
    return key;
  };

  const workstation = async (token: string): Promise<Workstation | undefined> => {
    const row = await store.reader
      .selectFrom('accessToken')
      .innerJoin('session', join =>
        join
          .onRef('session.tenantId', '=', 'accessToken.tenantId')
          .onRef('session.id', '=', 'accessToken.sessionId'),
      )
      .innerJoin('user', join =>
        join.onRef('user.tenantId', '=', 'session.tenantId').onRef('user.id', '=', 'session.userId'),
      )
      .innerJoin('device', join =>
        join.onRef('device.tenantId', '=', 'session.tenantId').onRef('device.id', '=', 'session.deviceId'),
      )
      .select([
        'session.tenantId',
        'session.id as sessionId',
        'session.userId',
        'session.deviceId',
        'user.roles',
        'device.publicKey',
        'device.state',
      ])
      .where('accessToken.tokenHash', '=', tokenHash(token))
      .where('accessToken.expiresAt', '>', clock.now())
      .where('session.revokedAt', 'is', null)
      .where('user.disabledAt', 'is', null)
      .where('device.state', 'in', ['active', 'wiping'])
      .executeTakeFirst();
    if (!row) return undefined;
    const { publicKey, state, ...rest } = row;
    return {
      kind: 'workstation',
      ...rest,
      wiping: state === 'wiping',
      roles: roles.parse(JSON.parse(row.roles)),
      deviceKey: deviceKey(publicKey),
    };
  };

  const integrator = async (token: string): Promise<Integrator | undefined> => {
    const row = await store.reader
      .selectFrom('apiKey')
      .select(['tenantId', 'id', 'scopes'])
      .where('keyHash', '=', tokenHash(token))
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      kind: 'integrator',
      tenantId: row.tenantId,
      keyId: row.id,
      scopes: scopes.parse(JSON.parse(row.scopes)),
    };
  };

  return async authorization => {
    const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1];
    if (token?.startsWith('at_')) return workstation(token);
    if (token?.startsWith('sk_')) return integrator(token);
    return undefined;
  };
}
