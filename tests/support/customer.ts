import type { Change } from '../../src/shared/api/changes.ts';
import type { Customer, Document, FieldValue } from '../../src/shared/domain/customer.ts';
import { riskBandOf } from '../../src/shared/domain/risk.ts';
import { leadStatusOf, reviewStatusOf } from '../../src/shared/domain/status.ts';

export interface CustomerTraits extends Partial<Omit<Customer, 'fields' | 'risk' | 'documents'>> {
  readonly fields?: Readonly<Record<string, string | FieldValue>>;
  readonly riskScore?: number;
  readonly documents?: readonly Document[];
}

const submittedAt = '2026-01-15T08:00:00.000Z';

const individual = {
  firstName: 'Anna',
  lastName: 'Lindqvist',
  dateOfBirth: '1990-04-02',
  nationality: 'SWE',
  countryOfResidence: 'SWE',
  email: 'anna@example.com',
  phone: '+46 70 000 00 00',
};
const business = {
  legalName: 'Fjord Trading AS',
  registrationNumber: '912 345 678',
  incorporationDate: '2011-05-09',
  incorporationCountry: 'NOR',
  legalForm: 'AS',
  'registeredAddress.line1': 'Storgata 1',
  'registeredAddress.city': 'Oslo',
  'registeredAddress.postalCode': '0155',
  'registeredAddress.country': 'NOR',
  email: 'post@example.com',
};

const given = (value: string | FieldValue): FieldValue =>
  typeof value === 'string' ? { value, extracted: [] } : value;

/** A submitted, complete customer; what a test is about is passed in. */
export function customerWith(traits: CustomerTraits & { readonly id: string }): Customer {
  const { fields = {}, riskScore = 12, documents = [], ...rest } = traits;
  const kind = traits.kind ?? 'individual';
  const status = traits.status ?? 'UNDER_REVIEW';
  const base = kind === 'individual' ? individual : business;
  const all = Object.fromEntries(
    Object.entries({ ...base, ...fields }).map(([key, value]) => [key, given(value)]),
  );
  return {
    kind,
    levelId: kind === 'individual' ? 'kyc-basic' : 'kyb-standard',
    levelVersion: 1,
    name:
      kind === 'individual'
        ? `${all['firstName']?.value ?? ''} ${all['lastName']?.value ?? ''}`.trim()
        : (all['legalName']?.value ?? ''),
    status,
    reviewStatus: reviewStatusOf(status),
    leadStatus: leadStatusOf(status, true),
    version: 1,
    fields: all,
    documents: [...documents],
    providers: [],
    screening: { hits: [] },
    risk: { score: riskScore, band: riskBandOf(riskScore), factors: [] },
    createdAt: submittedAt,
    updatedAt: submittedAt,
    submittedAt,
    dueAt: '2026-01-16T08:00:00.000Z',
    ...rest,
  };
}

export function documentWith(traits: Partial<Document> & Pick<Document, 'id' | 'customerId'>): Document {
  return {
    type: 'passport',
    filename: 'passport.jpg',
    mime: 'image/jpeg',
    size: 1000,
    sha256: 'a'.repeat(64),
    uploadedAt: submittedAt,
    uploadedBy: 'applicant',
    ...traits,
  };
}

/** The line of the feed that brings this customer. */
export const upsertOf = (customer: Customer, seq = 1): Change => ({
  seq,
  entity: 'customer',
  id: customer.id,
  op: 'upsert',
  version: customer.version,
  data: customer,
});

export const removalOf = (entity: string, id: string, seq = 1): Change => ({
  seq,
  entity,
  id,
  op: 'delete',
  version: 1,
});
