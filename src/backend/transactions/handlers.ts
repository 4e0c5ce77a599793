import { transactionSchema, type Transaction } from '../../shared/api/index.ts';
import { idSchema } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { findCustomer } from '../customers/index.ts';
import { newId, timestampOf } from '../environment.ts';
import { listCursor, refuse, type HandlersOf } from '../http/index.ts';
import { actorOf } from '../identity/index.ts';

const defaultLimit = 50;

/** [at, id] of the last transaction of the page before. */
const cursor = listCursor(z.tuple([z.int(), idSchema]));

const notFound = () => refuse('not_found', 'There is no such customer.');

export const transactionHandlers = ({ store, clock, random }: Pick<Context, 'store' | 'clock' | 'random'>) =>
  ({
    // In the tenant's own transaction: no status changes between the look and the entry.
    'transactions.create': async ({ caller, params, body, once }) =>
      once(async step => {
        const { tenantId, at } = step;
        const found = await findCustomer(step.db, tenantId, params.id);
        if (!found) return notFound();
        if (found.customer.status !== 'ACTIVE')
          return refuse(
            'not_verified',
            `Only a verified customer can transact, not one that is ${found.customer.status}.`,
          );
        const id = newId(clock, random);
        const transaction: Transaction = { id, customerId: params.id, ...body, at: timestampOf(at) };
        const data = JSON.stringify(transaction);
        await step.insertRows('transaction', [{ tenantId, id, customerId: params.id, at, data }]);
        step.publish({ entity: 'transaction', id, op: 'upsert', version: 1, data });
        const { amount, currency, direction } = body;
        step.audit({
          actor: actorOf(caller),
          action: 'transaction.created',
          customerId: params.id,
          data: { transactionId: id, amount, currency, direction },
        });
        return ok({ status: 201, body: transaction });
      }),

    'transactions.list': async ({ caller: { tenantId }, params, query }) => {
      if (!(await findCustomer(store.reader, tenantId, params.id))) return notFound();
      const limit = query.limit ?? defaultLimit;
      const after = cursor.read(query.cursor);
      if (!after.ok) return after;
      let select = store.reader
        .selectFrom('transaction')
        .select(['id', 'at', 'data'])
        .where('tenantId', '=', tenantId)
        .where('customerId', '=', params.id)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (after.value) {
        const [at, id] = after.value;
        select = select.where(row => row(row.refTuple('at', 'id'), '<', row.tuple(at, id)));
      }
      const rows = await select.execute();
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const nextCursor = last ? cursor.write([last.at, last.id]) : null;
      const items = page.map(({ data }) => transactionSchema.parse(JSON.parse(data)));
      return ok({ status: 200, body: { items, nextCursor } });
    },
  }) satisfies HandlersOf<'transactions.create' | 'transactions.list'>;
