import type { OutboxItem } from '../../../shared/ipc/index.ts';

/** What became of a decision that another one took the place of. */
export const supersededWords = ({ supersededBy }: Pick<OutboxItem, 'supersededBy'>): string =>
  supersededBy === 'customer.escalate' ? 'handed to a supervisor' : 'decided again';
