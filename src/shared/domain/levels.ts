import { z } from '../zod.ts';
import {
  documentSideSchema,
  documentTypes,
  documentTypeSchema,
  type DocumentSide,
  type DocumentType,
} from './documents.ts';
import { fieldDefinition } from './fields.ts';
import { customerKindSchema, type CustomerKind } from './status.ts';

export const levelSchema = z.object({
  id: z.string().min(1).max(100),
  version: z.int().min(1),
  kind: customerKindSchema,
  name: z.string().min(1).max(200),
  fields: z.array(z.object({ key: z.string(), label: z.string(), type: z.string(), required: z.boolean() })),
  documents: z.array(
    z.object({
      type: documentTypeSchema,
      label: z.string(),
      required: z.boolean(),
      sides: z.array(documentSideSchema),
    }),
  ),
  checks: z.array(z.string()),
  /** Risk score below which a clean case may be approved without a person; absent: never. */
  autoApproveBelow: z.number().min(0).max(100).nullish(),
  fourEyes: z.boolean(),
  linkTtlHours: z.number().int().positive(),
});
export type Level = z.infer<typeof levelSchema>;

const checkLabels: Readonly<Record<string, string>> = {
  extraction: 'Reading of documents',
  document: 'Inspection of documents',
  data: 'Comparison of answers',
  screening: 'Watchlist screening',
  ownership: 'Sum of ownership',
  sumsub: 'Sumsub import',
};

/** What a check is called; one that is not ours by its own name. */
export const checkLabel = (name: string): string => checkLabels[name] ?? name;

const photoId: readonly DocumentType[] = ['passport', 'national_id', 'driving_licence', 'residence_permit'];

/** Documents of which any one serves the same requirement: one photo ID, one proof of address. */
export const documentAlternatives: readonly (readonly DocumentType[])[] = [
  photoId,
  ['proof_of_address', 'utility_bill'],
];

/** Whether a document of the type `given` fulfils a level's demand for `wanted`. */
export const serves = (given: DocumentType, wanted: DocumentType): boolean =>
  given === wanted || documentAlternatives.some(group => group.includes(given) && group.includes(wanted));

interface Draft {
  readonly id: string;
  readonly kind: CustomerKind;
  readonly name: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly documents: readonly (readonly [DocumentType, ...DocumentSide[]])[];
  readonly checks: readonly string[];
  readonly autoApproveBelow?: number;
  readonly fourEyes?: boolean;
}

function level(draft: Draft): Level {
  const describe = (required: boolean) => (key: string) => {
    const definition = fieldDefinition(draft.kind, key);
    if (!definition) throw new Error(`${draft.id} names an unknown field ${key}`);
    return { key, label: definition.label, type: definition.type, required };
  };
  return {
    id: draft.id,
    version: 1,
    kind: draft.kind,
    name: draft.name,
    fields: [...draft.required.map(describe(true)), ...draft.optional.map(describe(false))],
    documents: draft.documents.map(([type, ...sides]) => ({
      type,
      label: documentTypes[type],
      required: true,
      sides,
    })),
    checks: [...draft.checks],
    ...(draft.autoApproveBelow === undefined ? {} : { autoApproveBelow: draft.autoApproveBelow }),
    fourEyes: draft.fourEyes ?? false,
    linkTtlHours: 24,
  };
}

const person = [
  'firstName',
  'lastName',
  'dateOfBirth',
  'nationality',
  'countryOfResidence',
  'email',
  'phone',
];
const home = ['address.line1', 'address.city', 'address.postalCode', 'address.country'];
const identity = ['idType', 'idNumber', 'idExpiry'];
const personExtras = ['middleName', 'gender', 'address.line2', 'address.region', 'occupation'];
const company = [
  'legalName',
  'registrationNumber',
  'incorporationDate',
  'incorporationCountry',
  'legalForm',
  'registeredAddress.line1',
  'registeredAddress.city',
  'registeredAddress.postalCode',
  'registeredAddress.country',
  'email',
];
const companyExtras = [
  'tradingName',
  'taxNumber',
  'industry',
  'website',
  'phone',
  'registeredAddress.line2',
  'registeredAddress.region',
];

/** The five levels that every tenant starts with. */
export const shippedLevels: readonly Level[] = [
  level({
    id: 'kyc-basic',
    kind: 'individual',
    name: 'KYC Basic',
    required: person,
    optional: ['middleName', 'gender'],
    documents: [],
    checks: ['data', 'screening'],
    autoApproveBelow: 20,
  }),
  level({
    id: 'kyc-enhanced',
    kind: 'individual',
    name: 'KYC Enhanced',
    required: [...person, ...home, ...identity],
    optional: personExtras,
    documents: [['passport', 'front'], ['proof_of_address'], ['selfie']],
    checks: ['extraction', 'document', 'data', 'screening'],
    autoApproveBelow: 10,
  }),
  level({
    id: 'kyc-premium',
    kind: 'individual',
    name: 'KYC Premium',
    required: [...person, ...home, ...identity, 'occupation', 'sourceOfFunds', 'politicallyExposed'],
    optional: ['middleName', 'gender', 'taxId', 'address.line2', 'address.region'],
    documents: [
      ['passport', 'front'],
      ['proof_of_address'],
      ['selfie'],
      ['source_of_funds'],
      ['bank_statement'],
    ],
    checks: ['extraction', 'document', 'data', 'screening'],
    fourEyes: true,
  }),
  level({
    id: 'kyb-standard',
    kind: 'business',
    name: 'KYB Standard',
    required: company,
    optional: companyExtras,
    documents: [['certificate_of_incorporation'], ['shareholder_register']],
    checks: ['extraction', 'document', 'data', 'screening', 'ownership'],
  }),
  level({
    id: 'kyb-enhanced',
    kind: 'business',
    name: 'KYB Enhanced',
    required: company,
    optional: companyExtras,
    documents: [
      ['certificate_of_incorporation'],
      ['shareholder_register'],
      ['proof_of_business_address'],
      ['director_id', 'front'],
    ],
    checks: ['extraction', 'document', 'data', 'screening', 'ownership'],
    fourEyes: true,
  }),
];
