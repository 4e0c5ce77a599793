import type { CaseView } from '../../../shared/ipc/index.ts';
import type { LinkedCustomer } from '../links/index.ts';
import { itemLabel } from './words.ts';

/**
 * The customer as the dialog for a new link names them, with what the link will ask for. Of who has not handed anything in
 * the page asks for the whole level, owners and second sides too, given or not: that is no list of single things.
 */
export function linkedCustomerOf(view: CaseView): LinkedCustomer {
  const { customer, levelName, items, links } = view;
  const { id, kind, levelId, name, status, rfi, fields } = customer;
  const requested =
    status === 'NEEDS_ADDITIONAL_INFORMATION'
      ? (rfi?.items.filter(({ answeredAt }) => !answeredAt) ?? [])
      : [];
  const missing = items.filter(item => item.missing && item.required);
  const asked = requested.length > 0 ? requested : missing;
  return {
    customerId: id,
    kind,
    levelId,
    levelName,
    name: name === '' ? undefined : name,
    email: fields['email']?.value ?? undefined,
    asksFor: status === 'CREATED' ? undefined : asked.map(({ item }) => itemLabel(view, item)),
    counted: links.length > 0,
  };
}
