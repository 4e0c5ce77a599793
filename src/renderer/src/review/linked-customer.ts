import { documentTypes, documentTypeSchema, type Item } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';
import type { LinkedCustomer } from '../links/index.ts';

/** The customer as the dialog for a new link names them, with what the link will ask for. */
export function linkedCustomerOf({ customer, levelName, items }: CaseView): LinkedCustomer {
  const { id, kind, levelId, name, status, rfi, fields } = customer;
  const labels = new Map(items.map(({ item, label }) => [item, label]));
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
    asksFor: asked.map(({ item }) => labels.get(item) ?? nameOf(item)),
  };
}

/** What was asked for and never there has no line in the case to name it. */
function nameOf(item: Item): string {
  const key = item.slice(item.indexOf(':') + 1);
  const type = documentTypeSchema.safeParse(key);
  return type.success ? documentTypes[type.data] : key;
}
