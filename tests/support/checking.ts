import type { Provider, ProviderOutcome } from '../../src/backend/index.ts';
import {
  currentDocuments,
  shippedLevels,
  type Customer,
  type ExtractedValue,
} from '../../src/shared/domain/index.ts';
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

/** Of every document but the selfie, that it says what the customer gave: what the drawn ones of a clean case come to. */
function readAsGiven({ fields, documents }: Customer): Readonly<Record<string, readonly ExtractedValue[]>> {
  const papers = currentDocuments(documents).filter(({ type }) => type !== 'selfie');
  const identity = ['lastName', 'firstName', 'dateOfBirth', 'idNumber', 'idExpiry'];
  const address = ['lastName', 'firstName', 'address.line1', 'address.postalCode'];
  const found: Record<string, ExtractedValue[]> = {};
  for (const { id, type } of papers) {
    const isId = type === 'passport';
    for (const key of isId ? identity : address) {
      const value = fields[key]?.value;
      if (value) (found[key] ??= []).push({ value, source: isId ? 'mrz' : 'text', documentId: id });
    }
  }
  return found;
}

export function scriptedProvider(
  name: string,
  answer: ProviderOutcome | undefined = clear,
): ScriptedProvider {
  const provider: ScriptedProvider = {
    name,
    answer,
    asked: 0,
    run: async ({ customer }) => {
      provider.asked += 1;
      if (!provider.answer) throw new Error('down');
      // Nothing is approved that no document bears out.
      const isRead = name === 'extraction' && provider.answer === clear;
      return isRead ? { ...clear, extracted: readAsGiven(customer) } : provider.answer;
    },
  };
  return provider;
}

/** Every check of the shipped levels, each leaving every case to people: what moves then is moved by the test. */
export const undecided = (): readonly ScriptedProvider[] =>
  [...new Set(shippedLevels.flatMap(({ checks }) => checks))].map(name =>
    scriptedProvider(name, { state: 'rfi', findings: [] }),
  );

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
