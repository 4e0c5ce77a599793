import {
  reviewItems,
  shippedLevels,
  type CommandPayload,
  type Customer,
} from '../../src/shared/domain/index.ts';

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
