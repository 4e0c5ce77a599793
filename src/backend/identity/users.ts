import type { User } from '../../shared/api/index.ts';
import { roleSchema, type Role } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import type { UserTable, Work } from '../store/index.ts';

const roles = z.array(roleSchema);

export const foldEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase();

export const userOf = (row: Pick<UserTable, 'id' | 'email' | 'name' | 'roles'>): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  roles: roles.parse(JSON.parse(row.roles)),
});

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly passwordHash: string;
}

/** Adds a user and tells the tenant's workstations. */
export async function addUser(work: Work, user: NewUser, actor: string): Promise<void> {
  const row = {
    tenantId: work.tenantId,
    ...user,
    email: foldEmail(user.email),
    roles: JSON.stringify(user.roles),
    createdAt: work.at,
    disabledAt: null,
  };
  await work.db.insertInto('user').values(row).execute();
  work.publish({ entity: 'user', id: user.id, op: 'upsert', version: 1, data: JSON.stringify(userOf(row)) });
  work.audit({ actor, action: 'user.added', data: { userId: user.id, roles: user.roles } });
}

export const findUser = async (work: Work, id: string): Promise<User | undefined> => {
  const row = await work.db
    .selectFrom('user')
    .select(['id', 'email', 'name', 'roles'])
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', id)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  return row && userOf(row);
};
