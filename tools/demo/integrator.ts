import { customerSchema, type Customer } from '../../src/shared/domain/index.ts';

/** The company's own servers, as far as the demo plays them. */
export interface Integrator {
  /** Every customer. */
  customers(): Promise<readonly Customer[]>;
  underReview(): Promise<readonly Customer[]>;
  customer(id: string): Promise<Customer>;
  /** Changes one field, as when a customer writes in: the version grows. */
  correct(customer: Customer, field: string, value: string): Promise<void>;
}

export function integratorOf(url: string, apiKey: string): Integrator {
  const headers = { authorization: `Bearer ${apiKey}` };
  const answer = async (response: Response): Promise<unknown> => {
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`the backend answered ${response.status}: ${JSON.stringify(body)}`);
    return body;
  };
  const get = async (path: string): Promise<unknown> => answer(await fetch(`${url}${path}`, { headers }));

  async function list(filter: string): Promise<readonly Customer[]> {
    const all: Customer[] = [];
    let cursor: string | undefined;
    do {
      const page = (await get(
        `/v1/customers?${filter}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )) as { items: unknown[]; nextCursor?: string | null };
      all.push(...page.items.map(item => customerSchema.parse(item)));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return all;
  }

  return {
    customers: () => list(''),
    underReview: () => list('status=UNDER_REVIEW&'),
    customer: async id => customerSchema.parse(await get(`/v1/customers/${id}`)),
    correct: async (customer, field, value) => {
      const response = await fetch(`${url}/v1/customers/${customer.id}`, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': 'application/json', 'if-match': `"${customer.version}"` },
        body: JSON.stringify({ fields: { [field]: value } }),
      });
      await answer(response);
    },
  };
}
