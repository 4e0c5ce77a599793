import type { Provider, ProviderOutcome } from '../../src/backend/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import type { TestBackend } from './backend.ts';
import { eventually } from './eventually.ts';

/** A provider of a service outside, that says what the test tells it to, or is down. */
export interface ScriptedProvider extends Provider {
  /** What it says from now on; undefined: it is down. */
  answer: ProviderOutcome | undefined;
  /** How often it was asked. */
  asked: number;
}

export const clear: ProviderOutcome = { state: 'clear', findings: [] };

export function scriptedProvider(
  name: string,
  answer: ProviderOutcome | undefined = clear,
): ScriptedProvider {
  const provider: ScriptedProvider = {
    name,
    answer,
    asked: 0,
    run: async () => {
      provider.asked += 1;
      if (!provider.answer) throw new Error('down');
      return provider.answer;
    },
  };
  return provider;
}

/** The customer as the integrator sees it. */
export async function customerOf(server: TestBackend, id: string): Promise<Customer> {
  const answer = await server.integrator(`/v1/customers/${id}`);
  return (await answer.json()) as Customer;
}

/** Waits until a customer is so. */
export const untilCustomer = (
  server: TestBackend,
  id: string,
  is: (customer: Customer) => boolean,
): Promise<Customer> =>
  eventually(async () => {
    const customer = await customerOf(server, id);
    return is(customer) && customer;
  });

/** Waits until every provider has answered. */
export const untilChecked = (server: TestBackend, id: string): Promise<Customer> =>
  untilCustomer(server, id, ({ providers }) => providers.every(({ state }) => state !== 'pending'));

export const checkNamed = (customer: Customer, name: string) =>
  customer.providers.find(check => check.name === name);
