import { assertNever } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId, timestampOf } from '../environment.ts';
import {
  addApiKey,
  addUser,
  confirmTotp,
  disableUser,
  enableUser,
  enrolTotp,
  foldEmail,
  hashPassword,
  removeTotp,
  revokeApiKey,
  revokeDevice,
  setPassword,
  setRoles,
  userOf,
  wipeDevice,
} from '../identity/index.ts';
import { setPlanLimits } from '../links/index.ts';
import { retentionOf, setRetention } from '../retention/index.ts';
import type { Work } from '../store/index.ts';
import { takesPassword, type AdminCommand } from './words.ts';

/** A sentence for the operator. */
export class AdminRefusal extends Error {}

/** The tenant that is named, or the only one there is. */
export async function tenantNamed(
  { store }: Pick<Context, 'store'>,
  id: string | undefined,
): Promise<string> {
  const tenants = await store.reader.selectFrom('tenant').select(['id', 'name']).orderBy('id').execute();
  if (id !== undefined && !tenants.some(tenant => tenant.id === id))
    throw new AdminRefusal('There is no such tenant.');
  const [only, ...others] = tenants;
  if (!only) throw new AdminRefusal('There is no tenant yet; make one with: tenant add NAME.');
  if (id === undefined && others.length > 0) {
    const list = tenants.map(tenant => `  ${tenant.id}  ${tenant.name}`);
    throw new AdminRefusal(['There are several tenants; name one with --tenant:', ...list].join('\n'));
  }
  return id ?? only.id;
}

async function anyAccount(work: Work, email: string) {
  const row = await work.db
    .selectFrom('user')
    .selectAll()
    .where('tenantId', '=', work.tenantId)
    .where('email', '=', foldEmail(email))
    .executeTakeFirst();
  if (!row) throw new AdminRefusal('There is no user of this address.');
  return row;
}

async function account(work: Work, email: string) {
  const row = await anyAccount(work, email);
  if (row.disabledAt !== null)
    throw new AdminRefusal('This user is disabled; let them in again first: user enable EMAIL.');
  return row;
}

/** 120 bits in letters that nobody confuses. */
const generated = ({ random }: Pick<Context, 'random'>): string => random.bytes(15).toString('base64url');

const orRefuse = (problem: string | undefined): void => {
  if (problem !== undefined) throw new AdminRefusal(problem);
};

type Line = Readonly<Record<string, unknown>>;

async function listUsers({ db, tenantId }: Work): Promise<readonly Line[]> {
  const rows = await db
    .selectFrom('user')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('email')
    .execute();
  return rows.map(row => ({ ...userOf(row), disabled: row.disabledAt !== null }));
}

async function listKeys({ db, tenantId }: Work): Promise<readonly Line[]> {
  const rows = await db
    .selectFrom('apiKey')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, scopes, createdAt, revokedAt }) => ({
    id,
    name,
    scopes: JSON.parse(scopes) as unknown,
    createdAt: timestampOf(createdAt),
    revoked: revokedAt !== null,
  }));
}

async function listDevices({ db, tenantId }: Work): Promise<readonly Line[]> {
  const rows = await db
    .selectFrom('device')
    .innerJoin('user', join =>
      join.onRef('user.tenantId', '=', 'device.tenantId').onRef('user.id', '=', 'device.userId'),
    )
    .select(['device.id', 'device.name', 'device.state', 'device.lastSeq', 'device.createdAt', 'user.email'])
    .where('device.tenantId', '=', tenantId)
    .orderBy('device.createdAt')
    .execute();
  return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: timestampOf(createdAt) }));
}

/** Carries a command out within the tenant's work and returns the lines to show; throws an `AdminRefusal`. */
async function carryOut(
  work: Work,
  context: Context,
  command: AdminCommand,
  actor: string,
  password: Password | undefined,
): Promise<readonly Line[]> {
  switch (command.kind) {
    case 'user-add': {
      if (!password) throw new Error('a user without a password');
      const { email, name, roles } = command;
      const taken = await work.db
        .selectFrom('user')
        .select('id')
        .where('email', '=', foldEmail(email))
        .executeTakeFirst();
      if (taken) throw new AdminRefusal('There is a user of this address.');
      const id = newId(context.clock, context.random);
      await addUser(work, { id, email, name, roles, passwordHash: password.hash }, actor);
      return [{ id, email: foldEmail(email), roles, ...password.shown }];
    }
    case 'user-list':
      return listUsers(work);
    case 'user-disable': {
      const user = await account(work, command.email);
      await disableUser(work, user, actor);
      return [{ id: user.id, disabled: true }];
    }
    case 'user-enable': {
      const user = await anyAccount(work, command.email);
      if (user.disabledAt === null) throw new AdminRefusal('This user is not disabled.');
      await enableUser(work, user, actor);
      return [{ id: user.id, disabled: false }];
    }
    case 'user-set-roles': {
      const user = await account(work, command.email);
      await setRoles(work, user, command.roles, actor);
      return [{ id: user.id, roles: command.roles }];
    }
    case 'user-reset-password': {
      if (!password) throw new Error('a reset without a password');
      const user = await account(work, command.email);
      await setPassword(work, user.id, password.hash, actor);
      return [{ id: user.id, ...password.shown }];
    }
    case 'user-totp': {
      const user = await account(work, command.email);
      const { step } = command;
      if (step === 'enrol') {
        const made = await enrolTotp(work, context, user, actor);
        if (!made)
          throw new AdminRefusal('One-time codes are in use; turn them off first: user totp EMAIL off.');
        return [{ id: user.id, otpauth: made.uri }];
      }
      if (step === 'remove') {
        if (!(await removeTotp(work, user.id, actor)))
          throw new AdminRefusal('No code is asked for of this user.');
        return [{ id: user.id, totp: false }];
      }
      const confirmed = await confirmTotp(work, context, user.id, step.code, { actor });
      if (!confirmed) throw new AdminRefusal('The code is wrong, was used before, or nothing was enrolled.');
      return [{ id: user.id, totp: true }];
    }
    case 'key-add': {
      const { name, scopes } = command;
      return [{ name, apiKey: await addApiKey(work, context, name, scopes, { actor }) }];
    }
    case 'key-list':
      return listKeys(work);
    case 'key-revoke':
      if (!(await revokeApiKey(work, command.id, actor)))
        throw new AdminRefusal('There is no such key in use.');
      return [{ id: command.id, revoked: true }];
    case 'device-list':
      return listDevices(work);
    case 'device-wipe':
      orRefuse(await wipeDevice(work, command.id, actor));
      return [{ id: command.id, state: 'wiping' }];
    case 'device-revoke':
      orRefuse(await revokeDevice(work, command.id, actor));
      return [{ id: command.id, state: 'revoked' }];
    case 'plan-set':
      await setPlanLimits(work, command.limits, actor);
      return [{ plan: command.limits }];
    case 'retention-set':
      await setRetention(work, command.retention, actor);
      return [{ tenantId: work.tenantId, retention: await retentionOf(work.db, work.tenantId) }];
    default:
      return assertNever(command);
  }
}

interface Password {
  readonly hash: string;
  /** A password that was made here is shown this once. */
  readonly shown: { readonly password?: string };
}

const leastLetters = 12;
/** A longer one could not be sent by a workstation (`sessions.create`). */
const mostLetters = 1024;

/** Runs an admin's command on a store, served or not, as `actor`; `given` is a password read from standard input. */
export async function runAdmin(
  context: Context,
  command: AdminCommand,
  {
    actor,
    tenant,
    given,
  }: { readonly actor: string; readonly tenant: string | undefined; readonly given: string | undefined },
): Promise<readonly Line[]> {
  const tenantId = await tenantNamed(context, tenant);
  const needsPassword = takesPassword(command);
  if (given !== undefined && (given.length < leastLetters || given.length > mostLetters))
    throw new AdminRefusal(
      `A password has ${leastLetters} letters at the least, and ${mostLetters} at most.`,
    );
  const text = given ?? generated(context);
  const password = needsPassword
    ? { hash: await hashPassword(text), shown: given === undefined ? { password: text } : {} }
    : undefined;
  return context.work(tenantId, work => carryOut(work, context, command, actor, password));
}
