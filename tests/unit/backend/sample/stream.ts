// Runs as a worker thread whose heap has a limit (sample.test.ts): streams a sample as the backend's import does, and
// reports what it saw. Whoever keeps the cases runs out of memory here, however seldom garbage is collected.
import { parentPort, workerData } from 'node:worker_threads';
import { createSample, type SampleOptions } from '../../../../src/backend/sample/index.ts';

/** What one pass over all cases found. */
export interface Streamed {
  readonly ids: number;
  /** Documents whose bytes the sample doesn't have. */
  readonly withoutBytes: number;
  readonly blobs: number;
}

async function stream(options: SampleOptions): Promise<Streamed> {
  const { customers, blobs } = await createSample(options);
  const ids = new Set<string>();
  let withoutBytes = 0;
  for (const { customer } of customers) {
    ids.add(customer.id);
    for (const { sha256 } of customer.documents) if (!blobs.has(sha256)) withoutBytes += 1;
  }
  return { ids: ids.size, withoutBytes, blobs: blobs.size };
}

parentPort?.postMessage(await stream(workerData));
