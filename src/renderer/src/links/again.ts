import type { LinkRow } from '../../../shared/ipc/index.ts';
import type { LinkedCustomer } from './new/index.ts';

/** For whom another link can be made from this one's line: its customer, while there is anything to ask them for. */
export function againFor(link: LinkRow): LinkedCustomer | undefined {
  const { customerId, kind, levelId, levelName, customerName, asksForMore } = link;
  if (!customerId || !asksForMore) return undefined;
  return {
    customerId,
    kind,
    levelId,
    levelName,
    name: customerName,
    email: undefined,
    asksFor: undefined,
    counted: true,
  };
}
