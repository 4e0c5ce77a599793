import type { Customer } from '../../shared/domain/index.ts';
import type { CustomerTable, Queries, Work } from '../store/index.ts';
import { searchTextOf } from './name.ts';
import type { CustomerRecord } from './record.ts';

/** The row of a customer; its JSON is stored as it is sent. */
export function customerRow(tenantId: string, { customer, guards, touched }: CustomerRecord): CustomerTable {
  return {
    tenantId,
    id: customer.id,
    externalId: customer.externalId ?? null,
    kind: customer.kind,
    levelId: customer.levelId,
    status: customer.status,
    reviewStatus: customer.reviewStatus,
    leadStatus: customer.leadStatus,
    assignee: customer.assignee ?? null,
    riskBand: customer.risk.band,
    riskScore: customer.risk.score,
    name: customer.name,
    searchText: searchTextOf(customer),
    version: customer.version,
    createdAt: Date.parse(customer.createdAt),
    updatedAt: Date.parse(customer.updatedAt),
    touched: touched ? 1 : 0,
    guards: JSON.stringify(guards),
    data: JSON.stringify(customer),
  };
}

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

export async function insertCustomer(work: Work, record: CustomerRecord): Promise<void> {
  await work.db.insertInto('customer').values(customerRow(work.tenantId, record)).execute();
  publishCustomer(work, record.customer);
}

export async function updateCustomer(work: Work, record: CustomerRecord): Promise<void> {
  const { tenantId, id, createdAt: _createdAt, ...columns } = customerRow(work.tenantId, record);
  await work.db
    .updateTable('customer')
    .set(columns)
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .execute();
  publishCustomer(work, record.customer);
}

const publishCustomer = (work: Work, { id, version }: Customer): void =>
  work.publish({ entity: 'customer', id, op: 'upsert', version, data: null });
