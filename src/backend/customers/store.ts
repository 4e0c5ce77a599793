import type { Customer } from '../../shared/domain/index.ts';
import type { CustomerTable, Queries, Work } from '../store/index.ts';
import { searchTextOf } from './name.ts';
import type { CustomerRecord } from './record.ts';

/** Longer names sort by their beginning: an entry of an index, and a cursor with it, have no room for a page of text. */
const sortedLetters = 100;

/** What lists filter and sort by, drawn from the customer. */
function customerColumns({ customer, touched }: CustomerRecord) {
  return {
    externalId: customer.externalId ?? null,
    kind: customer.kind,
    levelId: customer.levelId,
    status: customer.status,
    reviewStatus: customer.reviewStatus,
    leadStatus: customer.leadStatus,
    assignee: customer.assignee ?? null,
    riskBand: customer.risk.band,
    riskScore: customer.risk.score,
    name: customer.name.slice(0, sortedLetters).toWellFormed(),
    searchText: searchTextOf(customer),
    version: customer.version,
    createdAt: Date.parse(customer.createdAt),
    updatedAt: Date.parse(customer.updatedAt),
    touched: touched ? 1 : 0,
  };
}

/** The row of a customer; its JSON is stored as it is sent. */
export const customerRow = (tenantId: string, record: CustomerRecord): CustomerTable => ({
  tenantId,
  id: record.customer.id,
  ...customerColumns(record),
  guards: JSON.stringify(record.guards),
  data: JSON.stringify(record.customer),
});

/** Our own rows are trusted: they were validated when they were written. */
export const recordOf = (row: Pick<CustomerTable, 'data' | 'guards' | 'touched'>): CustomerRecord => ({
  customer: JSON.parse(row.data) as Customer,
  guards: JSON.parse(row.guards) as CustomerRecord['guards'],
  touched: row.touched === 1,
});

export async function findCustomer(
  db: Queries,
  tenantId: string,
  id: string,
): Promise<CustomerRecord | undefined> {
  const row = await db
    .selectFrom('customer')
    .select(['data', 'guards', 'touched'])
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && recordOf(row);
}

/** The customers with these ids that there are. */
export async function findCustomers(
  { db, tenantId }: { readonly db: Queries; readonly tenantId: string },
  ids: readonly string[],
): Promise<ReadonlyMap<string, CustomerRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'data', 'guards', 'touched'])
    .where('tenantId', '=', tenantId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(row => [row.id, recordOf(row)]));
}

export async function insertCustomers(work: Work, records: readonly CustomerRecord[]): Promise<void> {
  await work.insertRows(
    'customer',
    records.map(record => customerRow(work.tenantId, record)),
  );
  for (const { customer } of records) {
    publishCustomer(work, customer);
    work.customerChanged({ before: undefined, after: customer });
  }
}

/**
 * Writes a customer that was `before`, and came from there to here by the records `between`. Only columns that differ are
 * set: an index is written when its column is.
 */
export async function updateCustomer(
  work: Work,
  record: CustomerRecord,
  before: CustomerRecord | undefined,
  between: readonly CustomerRecord[] = [],
): Promise<void> {
  const { tenantId, id, ...columns } = customerRow(work.tenantId, record);
  const old: Readonly<Record<string, unknown>> = before ? customerColumns(before) : {};
  const differing = Object.fromEntries(Object.entries(columns).filter(([key, value]) => old[key] !== value));
  await work.db
    .updateTable('customer')
    .set(differing)
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .execute();
  publishCustomer(work, record.customer);
  if (!before) return;
  const path = [before, ...between, record].map(({ customer }) => customer);
  for (const [place, after] of path.slice(1).entries()) work.customerChanged({ before: path[place], after });
}

const publishCustomer = (work: Work, { id, version }: Customer): void =>
  work.publish({ entity: 'customer', id, op: 'upsert', version, data: null });
