import {
  currentDocuments,
  reviewItems,
  shippedLevels,
  type CommandPayload,
  type Customer,
  type RequestedItem,
} from '../../src/shared/domain/index.ts';
import type { WorkstationClient } from './workstation-client.ts';

const levelOf = (customer: Customer) => {
  const level = shippedLevels.find(({ id }) => id === customer.levelId);
  if (!level) throw new Error('a customer of no shipped level');
  return level;
};

/** A finish that approves every item of the case. */
export const approveAll = (customer: Customer): CommandPayload<'review.finish'> => ({
  outcome: 'approve',
  verdicts: reviewItems(customer, levelOf(customer)).map(({ item }) => ({
    item,
    verdict: 'approved',
    reasons: [],
  })),
  request: [],
  tags: [],
});

/** A finish that rejects the whole case for a reason. */
export const rejectFor = (reason: string): CommandPayload<'review.finish'> => ({
  outcome: 'reject',
  reasons: [reason],
  verdicts: [],
  request: [],
  tags: [],
});

/** A finish that asks for these items again. */
export const requestAgain = (items: readonly string[]): CommandPayload<'review.finish'> => ({
  outcome: 'resubmission',
  verdicts: [],
  request: items.map(item => ({ item, reasons: ['badDocument.damaged'] })),
  tags: [],
});

/** A case once an analyst has begun to check it. */
export async function claimedBy(
  analyst: WorkstationClient,
  { id, version }: Customer,
  read: () => Promise<Customer>,
): Promise<Customer> {
  const on = { customerId: id, baseVersion: version };
  const begun = await analyst.command({ type: 'review.start', payload: {}, ...on });
  if (begun.result !== 'applied') throw new Error(`the check was not begun: ${JSON.stringify(begun)}`);
  return read();
}

/** Has an analyst look at a case under review and ask its customer for these items. */
export async function askCustomerFor(
  analyst: WorkstationClient,
  customer: Customer,
  request: readonly RequestedItem[],
): Promise<void> {
  const on = { customerId: customer.id, baseVersion: customer.version };
  const begun = analyst.build({ type: 'review.start', payload: {}, ...on });
  const payload = { outcome: 'resubmission' as const, verdicts: [], request: [...request], tags: [] };
  const evidence = currentDocuments(customer.documents).map(({ id, sha256 }) => ({
    documentId: id,
    sha256,
    pagesViewed: [1],
    seconds: 5,
  }));
  const ended = analyst.build({ type: 'review.finish', payload, evidence, dependsOn: begun.id, ...on });
  const results = await analyst.send([begun, ended]);
  const stray = results.find(({ result }) => result !== 'applied');
  if (stray) throw new Error(`the request was not applied: ${JSON.stringify(stray)}`);
}
