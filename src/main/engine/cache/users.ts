import { userSchema, type User } from '../../../shared/api/session.ts';
import type { Database } from '../ports.ts';
import { text } from './columns.ts';

export function putUser(database: Database, user: User): void {
  database.prepare('INSERT OR REPLACE INTO user (id, json) VALUES (?, ?)').run(user.id, JSON.stringify(user));
}

export function readUser(database: Database, id: string): User | undefined {
  const row = database.prepare('SELECT json FROM user WHERE id = ?').get(id);
  return row && userSchema.parse(JSON.parse(text(row, 'json')));
}

/** All colleagues of the tenant, by id: there are at most a few thousand. */
export const readUsers = (database: Database): readonly User[] =>
  database
    .prepare('SELECT json FROM user ORDER BY id')
    .all()
    .map(row => userSchema.parse(JSON.parse(text(row, 'json'))));
