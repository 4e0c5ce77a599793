import { leadRefusalSchema, type LeadImport } from '../../shared/api/index.ts';
import { z } from '../../shared/zod.ts';
import { timestampOf } from '../environment.ts';
import type { LeadImportTable, Queries } from '../store/index.ts';
import type { RowOutcome } from './take-rows.ts';

/** So many refusals are kept; all are counted. */
const keptRefusals = 100;

/** An import that told nothing for so long is not running any more: its process was killed. */
const silentMs = 60_000;

const refusalsSchema = z.array(leadRefusalSchema);

export type Progress = Omit<LeadImportTable, 'refusals'> & {
  readonly refusals: LeadImport['refusals'];
};

export const isRunning = ({ state, updatedAt }: Pick<Progress, 'state' | 'updatedAt'>, at: number): boolean =>
  state === 'running' && updatedAt > at - silentMs;

/** The progress after some rows: all that were read since the last ones. */
export function advanced(progress: Progress, outcomes: readonly RowOutcome[], at: number): Progress {
  const counted = { rows: 0, accepted: 0, repeated: 0, refused: 0 };
  const refused: LeadImport['refusals'] = [];
  for (const outcome of outcomes) {
    counted.rows += 1;
    counted[outcome.kind] += 1;
    if (outcome.kind === 'refused') refused.push({ line: outcome.line, ...outcome.fault });
  }
  // What a row says by itself is known before what the store says of it.
  const refusals = [...progress.refusals, ...refused.toSorted((a, b) => a.line - b.line)].slice(
    0,
    keptRefusals,
  );
  return {
    ...progress,
    rows: progress.rows + counted.rows,
    accepted: progress.accepted + counted.accepted,
    repeated: progress.repeated + counted.repeated,
    refused: progress.refused + counted.refused,
    refusals,
    updatedAt: at,
  };
}

export async function findProgress(db: Queries, tenantId: string, id: string): Promise<Progress | undefined> {
  const row = await db
    .selectFrom('leadImport')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...row, refusals: refusalsSchema.parse(JSON.parse(row.refusals)) };
}

const rowOf = (progress: Progress): LeadImportTable => ({
  ...progress,
  refusals: JSON.stringify(progress.refusals),
});

/** Writes the progress of an import that begins, in place of an earlier one with its id. */
export async function beginProgress(db: Queries, progress: Progress): Promise<void> {
  const row = rowOf(progress);
  await db
    .insertInto('leadImport')
    .values(row)
    .onConflict(conflict => conflict.columns(['tenantId', 'id']).doUpdateSet(row))
    .execute();
}

/** Another request took the import over: this one was silent for so long that it counted as gone. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/** Writes how far an import has come; throws `TakenOver`, and so undoes its rows, where it is another request's. */
export async function storeProgress(db: Queries, progress: Progress): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('leadImport')
    .set(rowOf(progress))
    .where('tenantId', '=', progress.tenantId)
    .where('id', '=', progress.id)
    .where('run', '=', progress.run)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new TakenOver();
}

/** The import as it is told. */
export async function importOf(db: Queries, progress: Progress, at: number): Promise<LeadImport> {
  const { id, rows, accepted, repeated, refused, refusals, fileHash } = progress;
  const same =
    fileHash === null
      ? undefined
      : await db
          .selectFrom('leadImport')
          .select('id')
          .where('tenantId', '=', progress.tenantId)
          .where('fileHash', '=', fileHash)
          .where('state', '=', 'finished')
          .where('dryRun', '=', 0)
          .where('startedAt', '<', progress.startedAt)
          .orderBy('startedAt')
          .limit(1)
          .executeTakeFirst();
  const isSilent = progress.state === 'running' && !isRunning(progress, at);
  return {
    id,
    state: isSilent ? 'interrupted' : progress.state,
    dryRun: progress.dryRun === 1,
    rows,
    accepted,
    repeated,
    refused,
    refusals,
    ...(same ? { sameAs: same.id } : {}),
    startedAt: timestampOf(progress.startedAt),
    ...(progress.finishedAt === null ? {} : { finishedAt: timestampOf(progress.finishedAt) }),
  };
}
