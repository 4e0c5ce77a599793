import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  customerSchema,
  shippedLevels,
  type Customer,
  type DocumentType,
  type FieldType,
  type Level,
} from '../../src/shared/domain/index.ts';
import type { TestBackend } from './backend.ts';
import { createCustomer, pngBytes, uploadForm } from './backend-customers.ts';
import { makeLink } from './backend-links.ts';
import type { WorkstationClient } from './workstation-client.ts';

/** What `GET …/missing` says of one item. */
export interface Missing {
  readonly item: string;
  readonly label: string;
  readonly why: string;
  readonly customerSentence: string;
}
export async function missingOf(server: TestBackend, id: string, query = ''): Promise<readonly Missing[]> {
  const answer = await server.integrator(`/v1/customers/${id}/missing${query}`);
  return ((await answer.json()) as { items: Missing[] }).items;
}
export const itemsOf = async (server: TestBackend, id: string) =>
  (await missingOf(server, id)).map(({ item }) => item);
/** A customer as the API gives it now. */
export const customerAt = async (server: TestBackend, id: string): Promise<Customer> =>
  customerSchema.parse(await (await server.integrator(`/v1/customers/${id}`)).json());

const values: Readonly<Record<FieldType, string>> = {
  text: 'Oslo',
  date: '1988-02-29',
  country: 'NOR',
  email: 'post@fjord.example',
  phone: '+4722334455',
  boolean: 'false',
  url: 'https://fjord.example',
  gender: 'female',
  idType: 'passport',
};
/** An ID is still valid; every other day was. */
export const valueOf = (key: string, type: string): string =>
  key === 'idExpiry' ? '2099-12-31' : values[type as FieldType];
/** What a level wants to be told, with values that are taken. */
export const fieldsOf = ({ fields }: Level) =>
  Object.fromEntries(
    fields.filter(({ required }) => required).map(({ key, type }) => [key, valueOf(key, type)]),
  );
/** An owner of so many percent. */
export const owner = (share: number, over: object = {}) => ({
  name: `Owner of ${share}`,
  dateOfBirth: '1970-05-05',
  nationality: 'NOR',
  ownershipPercent: share,
  isDirector: false,
  ...over,
});
/** Owners of whom the first directs the company, unless another one does. */
export const led = (owners: readonly ReturnType<typeof owner>[]) =>
  owners.some(({ isDirector }) => isDirector)
    ? owners
    : owners.map((one, place) => ({ ...one, isDirector: place === 0 }));

export async function uploadAs(
  by: WorkstationClient,
  id: string,
  meta: { type: DocumentType; side?: string; replaces?: string },
) {
  const form = uploadForm({ type: meta.type, bytes: pngBytes(randomUUID()) });
  form.set('meta', JSON.stringify(meta));
  const answer = await by.request(`/v1/customers/${id}/documents`, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: form,
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string };
}

/** A customer of a level with everything that is asked of it, but for one field or document. */
export async function customerWithout(
  server: TestBackend,
  analyst: WorkstationClient,
  level: Level,
  but?: string,
  owners: readonly object[] = led([owner(100)]),
): Promise<Customer> {
  const fields = Object.fromEntries(Object.entries(fieldsOf(level)).filter(([key]) => key !== but));
  const { id } = await createCustomer(server, {
    kind: level.kind,
    levelId: level.id,
    fields,
    ...(level.kind === 'business' ? { beneficialOwners: owners } : {}),
  });
  for (const { type, sides, required } of level.documents)
    if (required && type !== but)
      await uploadAs(analyst, id, { type, ...(sides[0] ? { side: sides[0] } : {}) });
  return customerAt(server, id);
}

export const linkFor = (server: TestBackend, { id, kind, levelId }: Customer, items: readonly string[]) =>
  makeLink(server, { customerId: id, kind, levelId, items });

/** A shipped level. */
export const levelOf = (id: string): Level => {
  const level = shippedLevels.find(one => one.id === id);
  if (!level) throw new Error(`no level ${id}`);
  return level;
};
