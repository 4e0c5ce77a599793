import { fold, type Customer } from '../../shared/domain/index.ts';

type Named = Pick<Customer, 'kind' | 'fields'>;

/** The name under which a customer is shown: drawn from its fields, empty while none is given. */
export function nameOf({ kind, fields }: Named): string {
  const keys = kind === 'business' ? ['legalName'] : ['firstName', 'middleName', 'lastName'];
  return keys
    .map(key => fields[key]?.value?.trim() ?? '')
    .filter(part => part !== '')
    .join(' ');
}

/** What `q` looks in: folded name, external id, e-mail and id. */
export const searchTextOf = (customer: Pick<Customer, 'id' | 'name' | 'externalId' | 'fields'>): string =>
  [customer.name, customer.externalId ?? '', customer.fields['email']?.value ?? '', customer.id]
    .map(fold)
    .join(' ');
