import type { Role } from '../../shared/domain/index.ts';
import type { UserTable, Work } from '../store/index.ts';
import { endSessions } from './devices.ts';
import { userOf } from './users.ts';

type Account = Pick<UserTable, 'id' | 'email' | 'name' | 'roles' | 'disabledAt'>;

/** A disabled user stays known by name, without any role. */
function tell(work: Work, account: Account): void {
  const data = JSON.stringify(
    userOf({ ...account, roles: account.disabledAt === null ? account.roles : '[]' }),
  );
  work.publish({ entity: 'user', id: account.id, op: 'upsert', version: work.at, data });
}

const update = (work: Work, id: string) =>
  work.db.updateTable('user').where('tenantId', '=', work.tenantId).where('id', '=', id);

/** Shuts a user out at once, with all sessions. */
export async function disableUser(work: Work, account: Account, actor: string): Promise<void> {
  await update(work, account.id).set({ disabledAt: work.at }).execute();
  await endSessions(work, account.id);
  tell(work, { ...account, disabledAt: work.at });
  work.audit({ actor, action: 'user.disabled', data: { userId: account.id } });
}

/** Lets a disabled user sign in again, with the password and the roles of before. */
export async function enableUser(work: Work, account: Account, actor: string): Promise<void> {
  await update(work, account.id).set({ disabledAt: null }).execute();
  tell(work, { ...account, disabledAt: null });
  work.audit({ actor, action: 'user.enabled', data: { userId: account.id } });
}

export async function setRoles(
  work: Work,
  account: Account,
  roles: readonly Role[],
  actor: string,
): Promise<void> {
  const stored = JSON.stringify(roles);
  await update(work, account.id).set({ roles: stored }).execute();
  tell(work, { ...account, roles: stored });
  work.audit({ actor, action: 'user.roles_set', data: { userId: account.id, roles } });
}

/** Gives a user another password and ends all sessions: whoever held one signs in anew. */
export async function setPassword(
  work: Work,
  id: string,
  passwordHash: string,
  actor: string,
): Promise<void> {
  await update(work, id).set({ passwordHash }).execute();
  await endSessions(work, id);
  work.audit({ actor, action: 'user.password_reset', data: { userId: id } });
}

/** Takes an API key back; false where there is none, or it was taken back before. */
export async function revokeApiKey(work: Work, id: string, actor: string): Promise<boolean> {
  const { numUpdatedRows } = await work.db
    .updateTable('apiKey')
    .set({ revokedAt: work.at })
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  work.audit({ actor, action: 'apiKey.revoked', data: { keyId: id } });
  return true;
}
