import type { Level } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import {
  addCustomers,
  newCustomer,
  takenExternalIds,
  type CustomerRecord,
  type Giving,
} from '../customers/index.ts';
import type { Refusal } from '../http/index.ts';
import { findLevel } from '../levels/index.ts';
import type { Work } from '../store/index.ts';
import type { Lead, RowFault } from './columns.ts';

export interface Row {
  readonly line: number;
  readonly lead: Lead;
}

export type RowOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly line: number; readonly fault: RowFault };

/** Rows that a dry run would have made: nothing of them is in the store to be found by the next ones. */
export interface Seen {
  readonly rows: Set<string>;
  readonly externalIds: Set<string>;
}

/** Rows are known again by a keyed hash of what they say, however its accents are encoded: it tells nobody what they said. */
const rowHash = ({ keys }: Pick<Context, 'keys'>, tenantId: string, { fields, ...lead }: Lead): string => {
  const said = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([lead.kind, lead.levelId, lead.externalId ?? null, said]);
  return keys.derive('lead-row', tenantId, text.normalize('NFC')).toString('hex');
};

/** What the API would say of the body, said of the row. */
function faultOf({ detail, errors }: Refusal<'invalid_payload'>): RowFault {
  const [error] = errors ?? [];
  const [, field, column = null] = /^body\.(fields\.)?(.*)$/.exec(error?.path ?? '') ?? [];
  // What is wrong with a field is said of it by name; of the other members the sentence is that of the whole.
  return { column, reason: field === undefined ? detail : (error?.message ?? detail) };
}

async function knownRows({ db, tenantId }: Work, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('leadRow')
    .select('rowHash')
    .where('tenantId', '=', tenantId)
    .where('rowHash', 'in', hashes)
    .execute();
  return new Set(rows.map(row => row.rowHash));
}

/** The levels that some rows name: read once, whatever the number of rows. */
async function levelsOf(step: Work, rows: readonly Row[]): Promise<ReadonlyMap<string, Level | undefined>> {
  const levels = new Map<string, Level | undefined>();
  for (const id of new Set(rows.map(({ lead }) => lead.levelId))) levels.set(id, await findLevel(step, id));
  return levels;
}

/** Makes the customers of some rows, each row by itself: one that is refused keeps no other from being made. */
export async function takeRows(
  step: Work,
  context: Pick<Context, 'keys'>,
  rows: readonly Row[],
  giving: Giving,
  seen: Seen,
): Promise<readonly RowOutcome[]> {
  const { tenantId, at } = step;
  const hashed = rows.map(row => ({ ...row, hash: rowHash(context, tenantId, row.lead) }));
  const known = await knownRows(
    step,
    hashed.map(({ hash }) => hash),
  );
  const levels = await levelsOf(step, rows);
  const externalIds = rows.flatMap(({ lead }) => lead.externalId ?? []);
  const taken = new Set(await takenExternalIds(step, externalIds));
  const outcomes: RowOutcome[] = [];
  const made: { readonly hash: string; readonly record: CustomerRecord }[] = [];
  for (const { line, lead, hash } of hashed) {
    if (known.has(hash) || seen.rows.has(hash)) {
      outcomes.push({ kind: 'repeated' });
      continue;
    }
    const { externalId } = lead;
    const isTaken = externalId !== undefined && (taken.has(externalId) || seen.externalIds.has(externalId));
    const customer = newCustomer(lead, { level: levels.get(lead.levelId), isTaken }, giving, at);
    if (!customer.ok) {
      outcomes.push({ kind: 'refused', line, fault: faultOf(customer.problem) });
      continue;
    }
    known.add(hash);
    if (externalId !== undefined) taken.add(externalId);
    made.push({ hash, record: customer.value });
    outcomes.push({ kind: 'accepted' });
  }
  await addCustomers(
    step,
    made.map(({ record }) => record),
    giving,
  );
  await step.insertRows(
    'leadRow',
    made.map(({ hash, record }) => ({ tenantId, rowHash: hash, customerId: record.customer.id })),
  );
  return outcomes;
}

class Undone extends Error {}

/** What rows would come to: all is done as it would be done, and taken back. */
export async function tryRows(
  { work, keys }: Pick<Context, 'work' | 'keys'>,
  tenantId: string,
  rows: readonly Row[],
  giving: Giving,
  seen: Seen,
): Promise<readonly RowOutcome[]> {
  let outcomes: readonly RowOutcome[] = [];
  await work(tenantId, async step => {
    outcomes = await takeRows(step, { keys }, rows, giving, seen);
    throw new Undone();
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  for (const [place, outcome] of outcomes.entries()) {
    const row = rows[place];
    if (outcome.kind !== 'accepted' || !row) continue;
    seen.rows.add(rowHash({ keys }, tenantId, row.lead));
    if (row.lead.externalId !== undefined) seen.externalIds.add(row.lead.externalId);
  }
  return outcomes;
}
