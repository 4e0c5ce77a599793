import type { Context } from '../context.ts';
import { createCustomer, type Giving } from '../customers/index.ts';
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

/** Rows are known again by a keyed hash of what they say: it tells nobody what they said. */
const rowHash = ({ keys }: Pick<Context, 'keys'>, tenantId: string, { fields, ...lead }: Lead): string => {
  const said = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([lead.kind, lead.levelId, lead.externalId ?? null, said]);
  return keys.derive('lead-row', tenantId, text).toString('hex');
};

const usedAlready = { column: 'externalId', reason: 'Another customer has this externalId.' };

async function knownRows({ db, tenantId }: Work, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('leadRow')
    .select('rowHash')
    .where('tenantId', '=', tenantId)
    .where('rowHash', 'in', hashes)
    .execute();
  return new Set(rows.map(row => row.rowHash));
}

/** Makes the customers of some rows, each row by itself: one that is refused keeps no other from being made. */
export async function takeRows(
  step: Work,
  context: Pick<Context, 'keys'>,
  rows: readonly Row[],
  giving: Giving,
  seen: Seen,
): Promise<readonly RowOutcome[]> {
  const hashed = rows.map(row => ({ ...row, hash: rowHash(context, step.tenantId, row.lead) }));
  const known = await knownRows(
    step,
    hashed.map(({ hash }) => hash),
  );
  const outcomes: RowOutcome[] = [];
  const made: { tenantId: string; rowHash: string; customerId: string }[] = [];
  for (const { line, lead, hash } of hashed) {
    if (known.has(hash) || seen.rows.has(hash)) {
      outcomes.push({ kind: 'repeated' });
      continue;
    }
    if (lead.externalId !== undefined && seen.externalIds.has(lead.externalId)) {
      outcomes.push({ kind: 'refused', line, fault: usedAlready });
      continue;
    }
    const customer = await createCustomer(step, lead, giving);
    if (!customer.ok) {
      const { detail, errors } = customer.problem;
      const [error] = errors ?? [];
      const column = error?.path.replace(/^body\.(fields\.)?/, '');
      const fault =
        column === 'externalId' ? usedAlready : { column: column ?? null, reason: error?.message ?? detail };
      outcomes.push({ kind: 'refused', line, fault });
      continue;
    }
    known.add(hash);
    made.push({ tenantId: step.tenantId, rowHash: hash, customerId: customer.value.id });
    outcomes.push({ kind: 'accepted' });
  }
  await step.insertRows('leadRow', made);
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
