import { Readable } from 'node:stream';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type HandlersOf, type Refusal } from '../http/index.ts';
import { tenantSigner } from '../identity/index.ts';
import { auditCheckpoint } from './checkpoint.ts';
import { consistencyRanges, inclusionRanges, type LeafRange } from './ranges.ts';
import { rangeHash } from './tree.ts';

const defaultLimit = 100;

const outside = (path: string, message: string): Result<never, Refusal<'invalid_payload'>> =>
  refuse('invalid_payload', `${path}: ${message}.`, { errors: [{ path: `query.${path}`, message }] });

export function auditHandlers({ store: { reader: db }, keys }: Pick<Context, 'store' | 'keys'>) {
  /** Only entries below this number are read: those of a transaction under way are not there yet. */
  const sizeOf = async (tenantId: string): Promise<number> => {
    const query = db.selectFrom('tenant').select('auditSize').where('id', '=', tenantId);
    return (await query.executeTakeFirstOrThrow()).auditSize;
  };
  const hashesOf = async (tenantId: string, ranges: readonly LeafRange[]): Promise<string[]> => {
    const hashes: string[] = [];
    for (const range of ranges) hashes.push((await rangeHash({ db, tenantId }, range)).toString('base64'));
    return hashes;
  };
  return {
    'audit.entries': async ({ caller, query }) => {
      const first = Number(query.cursor ?? '0');
      const limit = query.limit ?? defaultLimit;
      const size = await sizeOf(caller.tenantId);
      const rows = await db
        .selectFrom('audit')
        .select(['index', 'at', 'actor', 'action', 'customerId', 'dataHash', 'leafHash'])
        .where('tenantId', '=', caller.tenantId)
        .where('index', '>=', first)
        .where('index', '<', Math.min(size, first + limit))
        .orderBy('index')
        .execute();
      const items = rows.map(({ customerId, at, ...row }) => ({
        ...row,
        at: timestampOf(at),
        ...(customerId === null ? {} : { customerId }),
      }));
      const next = first + limit;
      return ok({ status: 200, body: { items, nextCursor: next < size ? String(next) : null } });
    },
    'audit.checkpoint': async ({ caller: { tenantId } }) => {
      const size = await sizeOf(tenantId);
      const root = await rangeHash({ db, tenantId }, { start: 0, end: size });
      const note = auditCheckpoint(await tenantSigner(db, keys, tenantId), size, root);
      return ok({ status: 200, stream: Readable.from([Buffer.from(note)], { objectMode: false }) });
    },
    'audit.inclusion': async ({ caller: { tenantId }, query: { index, size } }) => {
      if (size > (await sizeOf(tenantId))) return outside('size', 'the log is not that long');
      if (index >= size) return outside('index', 'lies behind the end of the log of this size');
      const leaf = await rangeHash({ db, tenantId }, { start: index, end: index + 1 });
      const hashes = await hashesOf(tenantId, inclusionRanges(index, size));
      return ok({ status: 200, body: { index, size, leafHash: leaf.toString('hex'), hashes } });
    },
    'audit.consistency': async ({ caller: { tenantId }, query: { first, second } }) => {
      if (second > (await sizeOf(tenantId))) return outside('second', 'the log is not that long');
      if (first > second) return outside('first', 'is larger than the second size');
      const hashes = await hashesOf(tenantId, consistencyRanges(first, second));
      return ok({ status: 200, body: { first, second, hashes } });
    },
  } satisfies HandlersOf<'audit.entries' | 'audit.checkpoint' | 'audit.inclusion' | 'audit.consistency'>;
}
