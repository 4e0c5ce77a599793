import { changed, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import {
  customerSchema,
  documentSchema,
  type Customer,
  type Document,
  type DocumentSide,
  type DocumentType,
  type VerificationStatus,
} from '../../src/shared/domain/index.ts';
import type { TestBackend } from './backend.ts';

/** What KYC Basic asks for. */
export const basicFields = {
  firstName: 'Zoë',
  lastName: 'Łukasz-O’Brien',
  dateOfBirth: '1988-02-29',
  nationality: 'POL',
  countryOfResidence: 'DEU',
  email: 'zoe@customer.example',
  phone: '+4930901820',
} as const;

/** What KYC Enhanced asks for. */
export const enhancedFields = {
  ...basicFields,
  nationality: 'DEU',
  'address.line1': 'Hauptstraße 1',
  'address.city': 'Berlin',
  'address.postalCode': '10115',
  'address.country': 'DEU',
  idType: 'passport',
  idNumber: 'C01X00T47',
  idExpiry: '2031-01-01',
} as const;

/** What both levels of KYB ask for, but for owners and documents. */
export const companyFields = {
  legalName: 'Fjord Trading AS',
  registrationNumber: '912345678',
  incorporationDate: '2011-05-09',
  incorporationCountry: 'NOR',
  legalForm: 'AS',
  'registeredAddress.line1': 'Storgata 1',
  'registeredAddress.city': 'Oslo',
  'registeredAddress.postalCode': '0155',
  'registeredAddress.country': 'NOR',
  email: 'post@company.example',
} as const;

/** A PNG that no two calls with different labels share bytes of. */
export const pngBytes = (label: string): Buffer<ArrayBuffer> =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(label)]);

const json = { 'content-type': 'application/json' };

async function expectOk(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Creates a customer as the integrator. */
export async function createCustomer(server: TestBackend, over: object = {}): Promise<Customer> {
  const body = JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: basicFields, ...over });
  const answer = await server.integrator('/v1/customers', { method: 'POST', headers: json, body });
  return customerSchema.parse(await expectOk(answer));
}

export interface UploadPart {
  readonly type: DocumentType;
  readonly bytes: Uint8Array<ArrayBuffer> | Buffer<ArrayBuffer>;
  readonly side?: DocumentSide;
  readonly replaces?: string;
  readonly filename?: string;
}

/** The form of an upload as a browser or curl sends it. */
export function uploadForm({ type, bytes, side, replaces, filename = 'scan.png' }: UploadPart): FormData {
  const form = new FormData();
  form.set('meta', JSON.stringify({ type, side, replaces }));
  form.set('file', new Blob([bytes]), filename);
  return form;
}

export async function uploadDocument(
  server: TestBackend,
  customerId: string,
  part: UploadPart,
): Promise<Document> {
  const answer = await server.integrator(`/v1/customers/${customerId}/documents`, {
    method: 'POST',
    body: uploadForm(part),
  });
  return documentSchema.parse(await expectOk(answer));
}

export async function submitCustomer(server: TestBackend, id: string): Promise<Customer> {
  const answer = await server.integrator(`/v1/customers/${id}/submit`, { method: 'POST' });
  return customerSchema.parse(await expectOk(answer));
}

export async function patchCustomer(
  server: TestBackend,
  customer: Customer,
  body: object,
): Promise<Customer> {
  const answer = await server.integrator(`/v1/customers/${customer.id}`, {
    method: 'PATCH',
    headers: { ...json, 'if-match': `"${customer.version}"` },
    body: JSON.stringify(body),
  });
  return customerSchema.parse(await expectOk(answer));
}

/** A submitted KYC Basic case with one document. */
export async function caseUnderReview(server: TestBackend, label: string): Promise<Customer> {
  const { id } = await createCustomer(server);
  await uploadDocument(server, id, { type: 'passport', bytes: pngBytes(label) });
  return submitCustomer(server, id);
}

/** A KYC Enhanced case under review that still lacks some fields, and all documents but these. */
export async function caseLacking(
  server: TestBackend,
  absent: readonly (keyof typeof enhancedFields)[],
  given: readonly DocumentType[],
): Promise<Customer> {
  const fields = Object.fromEntries(
    Object.entries(enhancedFields).filter(([key]) => !absent.some(one => one === key)),
  );
  const customer = await createCustomer(server, { levelId: 'kyc-enhanced', fields });
  const { id } = customer;
  for (const type of given) await uploadDocument(server, id, { type, bytes: pngBytes(`${type} of ${id}`) });
  await moveTo(server, id, 'UNDER_REVIEW');
  return customer;
}

/** Puts a customer into a status, by no road that leads there. */
export const moveTo = (server: TestBackend, id: string, status: VerificationStatus): Promise<void> =>
  server.backend.context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, step.tenantId, id);
    if (!found) throw new Error('no such customer');
    const next = changed(found, { set: { status }, facts: ['status'], device: null, at: step.at });
    await updateCustomer(step, next, found);
  });

const papers = [
  'certificate_of_incorporation',
  'shareholder_register',
  'proof_of_business_address',
  'director_id',
] as const;

/** A submitted KYB Enhanced case (four eyes) with one owner. */
export async function businessUnderReview(server: TestBackend): Promise<Customer> {
  const made = await createCustomer(server, {
    kind: 'business',
    levelId: 'kyb-enhanced',
    fields: companyFields,
    beneficialOwners: [{ name: 'Åse Berg', ownershipPercent: 100, isDirector: true }],
  });
  for (const type of papers)
    await uploadDocument(server, made.id, { type, bytes: pngBytes(`${made.id} ${type}`) });
  return submitCustomer(server, made.id);
}

/** The customer with two screening hits, written as a provider's finding is: by nobody's device. */
export function screenedCustomer(server: TestBackend, id: string): Promise<Customer> {
  const hit = { listName: 'A list', name: 'Zoe Lukasz', score: 91, matched: ['name'] };
  const hits = ['first-hit', 'second-hit'].map(place => ({ id: `${place}-${id}`, ...hit }));
  return server.backend.context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, server.tenant.id, id);
    if (!found) throw new Error('no such customer');
    const change = { set: { screening: { hits } }, facts: ['screening'], device: null, at: step.at };
    const next = changed(found, change);
    await updateCustomer(step, next, found);
    return next.customer;
  });
}
