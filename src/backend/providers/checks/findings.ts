import { fieldDefinition, type Customer, type ExtractedValue } from '../../../shared/domain/index.ts';
import type { DocumentFacts, ProviderOutcome } from '../provider.ts';

function extractedOf(outcomes: readonly ProviderOutcome[]): ReadonlyMap<string, readonly ExtractedValue[]> {
  const all = new Map<string, ExtractedValue[]>();
  for (const { extracted = {} } of outcomes) {
    for (const [key, values] of Object.entries(extracted)) all.set(key, [...(all.get(key) ?? []), ...values]);
  }
  return all;
}

/** What was read takes the place of all that was read from documents before; what another service told stays. */
function fieldsWith(customer: Customer, outcomes: readonly ProviderOutcome[]): Customer['fields'] {
  const reading = outcomes.filter(({ extracted }) => extracted !== undefined);
  if (reading.length === 0) return customer.fields;
  const found = extractedOf(reading);
  const keys = new Set([...Object.keys(customer.fields), ...found.keys()]);
  return Object.fromEntries(
    [...keys]
      .filter(key => fieldDefinition(customer.kind, key) !== undefined)
      .map(key => {
        const { value = null, extracted = [] } = customer.fields[key] ?? {};
        const told = extracted.filter(({ documentId }) => documentId == null);
        return [key, { value, extracted: [...told, ...(found.get(key) ?? [])] }] as const;
      }),
  );
}

/** What was learnt of a document: a day that one check found stands, though another found none. */
function factsOf(outcomes: readonly ProviderOutcome[], id: string): DocumentFacts {
  const said = outcomes.flatMap(({ documents }) => documents?.[id] ?? []);
  return said.findLast(({ expiresOn }) => expiresOn != null) ?? said.at(-1) ?? {};
}

/** The customer with what providers found: extracted values, facts of documents, hits. Their states are not part of it. */
export function withFindings(customer: Customer, outcomes: readonly ProviderOutcome[]): Customer {
  const hits = outcomes.findLast(outcome => outcome.hits !== undefined)?.hits;
  return {
    ...customer,
    fields: fieldsWith(customer, outcomes),
    documents: customer.documents.map(document => ({ ...document, ...factsOf(outcomes, document.id) })),
    ...(hits ? { screening: { ...customer.screening, hits: [...hits] } } : {}),
  };
}
