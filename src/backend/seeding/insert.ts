import type { Customer } from '../../shared/domain/index.ts';
import { customerRow, type CustomerRecord } from '../customers/index.ts';
import { chunkBytes } from '../documents/index.ts';
import { recordHistories } from '../metrics/index.ts';
import type { Sample, SampleCustomer } from '../sample/index.ts';
import type { Work } from '../store/index.ts';

export interface SampleRequest {
  readonly count: number;
  readonly seed: string;
}

async function insertBlobs(
  { insertRows, tenantId }: Work,
  blobs: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly mime: string }>,
): Promise<void> {
  for (const [sha256, { bytes, mime }] of blobs) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, n) => ({
      tenantId,
      chunkKey: sha256,
      n,
      bytes: Buffer.from(bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes)),
    }));
    await insertRows('blobChunk', chunks);
    await insertRows('blob', [{ tenantId, sha256, size: bytes.length, mime, chunkKey: sha256 }]);
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

/** So many at a time are one way to the store and back, and little memory. */
const together = 100;

/** Inserts sample cases with their documents as they are made: any count fits memory. */
export async function insertSample(
  work: Work,
  sample: Sample,
  { seed }: SampleRequest,
  analysts: readonly string[],
): Promise<void> {
  const { tenantId, insertRows, publish } = work;
  await insertBlobs(work, sample.blobs);
  let place = 0;
  let waiting: Customer[] = [];
  const insertWaiting = async (): Promise<void> => {
    const records = waiting.map((customer): CustomerRecord => ({
      customer,
      guards: {},
      touched: customer.status !== 'CREATED',
    }));
    await insertRows(
      'customer',
      records.map(record => customerRow(tenantId, record)),
    );
    await insertRows(
      'document',
      waiting
        .flatMap(({ documents }) => documents)
        .map(({ id, customerId, type, sha256 }) => ({ tenantId, id, customerId, type, sha256 })),
    );
    await recordHistories(work, waiting);
    for (const { id, version } of waiting)
      publish({ entity: 'customer', id, op: 'upsert', version, data: null });
    waiting = [];
  };
  for (const one of sample.customers) {
    waiting.push(staffed(one, place, analysts));
    place += 1;
    if (waiting.length === together) await insertWaiting();
  }
  await insertWaiting();
  work.audit({
    actor: 'system',
    action: 'sample.inserted',
    data: { count: place, seed },
  });
}
