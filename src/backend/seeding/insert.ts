import type { Customer } from '../../shared/domain/index.ts';
import { customerRow, type CustomerRecord } from '../customers/index.ts';
import { chunkBytes } from '../documents/index.ts';
import type { SampleCustomer } from '../sample/index.ts';
import type { CustomerTable, DocumentTable, Work } from '../store/index.ts';

export interface SampleRequest {
  readonly count: number;
  readonly seed: string;
}

/** Rows a statement: below SQLite's 32,766 parameters at twenty columns a row. */
const group = 200;

async function insertBlobs(
  { db, tenantId }: Work,
  blobs: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly mime: string }>,
): Promise<void> {
  for (const [sha256, { bytes, mime }] of blobs) {
    for (let n = 0; n * chunkBytes < bytes.length; n += 1) {
      const chunk = Buffer.from(bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes));
      await db.insertInto('blobChunk').values({ tenantId, chunkKey: sha256, n, bytes: chunk }).execute();
    }
    await db
      .insertInto('blob')
      .values({ tenantId, sha256, size: bytes.length, mime, chunkKey: sha256 })
      .execute();
  }
}

/** Every third case under review has somebody who looks after it; finished ones were reviewed by an analyst. */
function staffed({ customer }: SampleCustomer, place: number, analysts: readonly string[]): Customer {
  const { lastReview, ...rest } = customer;
  const analyst = analysts[place % analysts.length];
  if (analyst === undefined) throw new Error('sample data needs an analyst');
  return {
    ...rest,
    ...(place % 3 === 0 && customer.status !== 'CREATED' ? { assignee: analyst } : {}),
    ...(lastReview ? { lastReview: { ...lastReview, by: analyst } } : {}),
  };
}

/** Inserts sample cases with their documents; 100,000 take seconds, because rows go in by the hundred. */
export async function insertSample(
  work: Work,
  request: SampleRequest,
  analysts: readonly string[],
): Promise<void> {
  // Loaded only here: the drawing libraries would double the start of a backend without samples.
  const { createSample } = await import('../sample/index.ts');
  const sample = await createSample({ ...request, now: work.at });
  await insertBlobs(work, sample.blobs);
  const customers: CustomerTable[] = [];
  const documents: DocumentTable[] = [];
  const flushCustomers = async (): Promise<void> => {
    if (customers.length > 0) await work.db.insertInto('customer').values(customers).execute();
    customers.length = 0;
  };
  const flushDocuments = async (): Promise<void> => {
    if (documents.length > 0) await work.db.insertInto('document').values(documents).execute();
    documents.length = 0;
  };
  let place = 0;
  for (const one of sample.customers) {
    const customer = staffed(one, place, analysts);
    const record: CustomerRecord = { customer, guards: {}, touched: customer.status !== 'CREATED' };
    customers.push(customerRow(work.tenantId, record));
    for (const { id, customerId, type, sha256 } of customer.documents) {
      documents.push({ tenantId: work.tenantId, id, customerId, type, sha256 });
    }
    work.publish({
      entity: 'customer',
      id: customer.id,
      op: 'upsert',
      version: customer.version,
      data: null,
    });
    place += 1;
    if (customers.length >= group) await flushCustomers();
    if (documents.length >= 4 * group) await flushDocuments();
  }
  await flushCustomers();
  await flushDocuments();
  work.audit({
    actor: 'system',
    action: 'sample.inserted',
    data: { count: place, seed: request.seed },
  });
}
