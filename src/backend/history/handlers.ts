import type { HistoryEntry } from '../../shared/api/index.ts';
import { commandSchema, type Command } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { findCustomer } from '../customers/index.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import type { Queries } from '../store/index.ts';
import { historyWords, namedUsers, type Names } from './words.ts';

const defaultLimit = 50;

const objectSchema = z.record(z.string(), z.unknown());

async function namesIn(db: Queries, tenantId: string, table: 'user' | 'apiKey', ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const rows = await db
    .selectFrom(table)
    .select(['id', 'name'])
    .where('tenantId', '=', tenantId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What commands carried, by their ids; of those that were not understood nothing is given out. */
async function payloadsOf(db: Queries, tenantId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, Command['payload']>();
  const rows = await db
    .selectFrom('command')
    .select(['id', 'command'])
    .where('tenantId', '=', tenantId)
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.flatMap(({ id, command }) => {
      const { data } = commandSchema.safeParse(JSON.parse(command));
      return data ? [[id, data.payload] as const] : [];
    }),
  );
}

const idIn = (actor: string, kind: string): readonly string[] =>
  actor.startsWith(`${kind}:`) ? [actor.slice(kind.length + 1)] : [];

function actorOf(actor: string, users: Names, keys: Names): HistoryEntry['actor'] {
  const [user] = idIn(actor, 'user');
  if (user !== undefined) return { kind: 'user', id: user, name: users.get(user) ?? 'A former user' };
  const [key] = idIn(actor, 'key');
  if (key !== undefined) return { kind: 'integrator', id: key, name: keys.get(key) ?? 'A former API key' };
  return actor.startsWith('link:')
    ? { kind: 'applicant', name: 'The applicant' }
    : { kind: 'system', name: 'Sealdesk' };
}

export const historyHandlers = ({ store: { reader: db } }: Pick<Context, 'store'>) =>
  ({
    'customers.history': async ({ caller: { tenantId }, params, query }) => {
      if (!(await findCustomer(db, tenantId, params.id))) {
        return refuse('not_found', 'There is no such customer.');
      }
      const limit = query.limit ?? defaultLimit;
      let select = db
        .selectFrom('audit')
        .select(['index', 'at', 'actor', 'action', 'data'])
        .where('tenantId', '=', tenantId)
        .where('customerId', '=', params.id)
        .orderBy('index', 'desc')
        .limit(limit + 1);
      if (query.cursor !== undefined) select = select.where('index', '<', Number(query.cursor));
      const rows = await select.execute();
      const page = rows
        .slice(0, limit)
        .map(row => ({ ...row, data: row.data === null ? {} : objectSchema.parse(JSON.parse(row.data)) }));
      const commandOf = (data: Readonly<Record<string, unknown>>): readonly string[] =>
        typeof data['commandId'] === 'string' ? [data['commandId']] : [];
      const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
      const payloads = await payloadsOf(db, tenantId, unique(page.flatMap(row => commandOf(row.data))));
      const named = [...payloads.values()].flatMap(namedUsers);
      const actors = page.flatMap(row => idIn(row.actor, 'user'));
      const users = await namesIn(db, tenantId, 'user', unique([...actors, ...named]));
      const keys = await namesIn(db, tenantId, 'apiKey', unique(page.flatMap(row => idIn(row.actor, 'key'))));
      const items = page.map(({ index, at, actor, action, data }): HistoryEntry => {
        const payload = commandOf(data).map(id => payloads.get(id))[0];
        return {
          index,
          at: timestampOf(at),
          actor: actorOf(actor, users, keys),
          action,
          text: historyWords(action, data, payload, users),
          data,
          ...(payload ? { payload } : {}),
        };
      });
      const last = rows.length > limit ? page.at(-1) : undefined;
      return ok({ status: 200, body: { items, nextCursor: last ? String(last.index) : null } });
    },
  }) satisfies HandlersOf<'customers.history'>;
