import {
  fieldAgreement,
  fold,
  isoOfMrz,
  type Customer,
  type ExtractedValue,
} from '../../../shared/domain/index.ts';
import type { Subject } from './score.ts';
import { ownName, soundsLikeCompany, wordsOf } from './words.ts';

/** What is looked at of a case. */
export type Case = Pick<Customer, 'kind' | 'fields' | 'beneficialOwners' | 'screening' | 'id'>;

/** Somebody of a case under one name. */
export interface Screened extends Subject {
  /** Names the subject within its case: a hit on an owner is another one than a hit on the business. */
  readonly key: string;
  /** The name that this is a form of: one of its forms has to be in letters that can be compared. */
  readonly of: string;
  /** Where the name comes from, if not from the customer's own fields. */
  readonly via: readonly ('owner' | 'document' | 'imported')[];
  /** Less likeness than this is none; absent: as usual. */
  readonly least?: number;
}

/** A name this much alike is the same. */
export const sameName = 0.9;

const countriesOf = (...codes: readonly (string | null | undefined)[]): readonly string[] => [
  ...new Set(codes.flatMap(code => (code ? [isoOfMrz(code)] : []))),
];

const viaOf = ({ documentId }: Pick<ExtractedValue, 'documentId'>) =>
  documentId == null ? (['imported'] as const) : (['document'] as const);

const personKeys = ['firstName', 'middleName', 'lastName', 'dateOfBirth', 'nationality'] as const;
type PersonKey = (typeof personKeys)[number];

/** What one document, or another service, says of a person. */
interface Reading {
  readonly via: Screened['via'];
  readonly values: Partial<Record<PersonKey, string>>;
}

function readingsOf(fields: Customer['fields']): readonly Reading[] {
  const readings = new Map<string, Reading>();
  for (const key of personKeys) {
    for (const read of fields[key]?.extracted ?? []) {
      const place = JSON.stringify([read.documentId ?? null, read.source]);
      const reading = readings.get(place) ?? { via: viaOf(read), values: {} };
      reading.values[key] ??= read.value;
      readings.set(place, reading);
    }
  }
  return [...readings.values()];
}

/** A name in its forms: whole, first and last word alone whatever was put between, and with no space within a part. */
function formsOf(parts: readonly (string | undefined)[]): readonly string[] {
  const given = parts.flatMap(part => (part?.trim() ? [part.trim()] : []));
  // A document shows no spaces within a name: "Vla dimir" would agree with it, and be like nobody on a list.
  const whole = given.map(part => part.replaceAll(/\s+/g, ''));
  const words = given.flatMap(part => part.split(/\s+/));
  const outer = words.length > 2 ? [words[0], words.at(-1)] : given;
  return [given, outer, whole].map(form => form.join(' '));
}

/** The same name with the same date of birth is asked once, for where it was first met. */
function each(subjects: readonly Screened[]): readonly Screened[] {
  const seen = new Set<string>();
  return subjects.filter(({ key, name, kind, dateOfBirth, isBornSo }) => {
    const asked = JSON.stringify([key, name, kind, dateOfBirth, isBornSo]);
    const isNew = name !== '' && !seen.has(asked);
    seen.add(asked);
    return isNew;
  });
}

/** A person under the name and date of birth that were given, and under those that documents say instead. */
function personOf(fields: Customer['fields']): readonly Screened[] {
  const value = (key: string): string | undefined => fields[key]?.value?.trim() || undefined;
  const given: Reading['values'] = Object.fromEntries(
    personKeys.flatMap(key => (value(key) === undefined ? [] : [[key, value(key)]])),
  );
  const isBornSo = ['same', 'transliterated'].includes(fieldAgreement(fields, 'dateOfBirth'));
  const under = ({ via, values }: Reading): readonly Screened[] => {
    const isNamed = values.firstName !== undefined || values.lastName !== undefined;
    const names = [
      values.firstName ?? given.firstName,
      // Given names stand on one line of a document.
      isNamed && values.firstName !== undefined ? values.middleName : (values.middleName ?? given.middleName),
      values.lastName ?? given.lastName,
    ];
    const isSame =
      fold(names.join(' ')) === fold([given.firstName, given.middleName, given.lastName].join(' '));
    const born = values.dateOfBirth ?? given.dateOfBirth;
    if (via.length > 0 && isSame && born === given.dateOfBirth) return [];
    return formsOf(names).map(name => ({
      key: 'customer',
      of: 'customer',
      via,
      name,
      kind: 'person',
      dateOfBirth: born,
      isBornSo: via.length > 0 && values.dateOfBirth !== undefined ? true : isBornSo,
      countries: countriesOf(given.nationality, values.nationality, value('countryOfResidence')),
    }));
  };
  return [{ via: [], values: given }, ...readingsOf(fields)].flatMap(under);
}

/** One word of a person's name is no company, however many are called by it; who gives a single word may be one. */
const mayBeCompany = (name: string): boolean => soundsLikeCompany(name) || wordsOf(name).length === 1;

/** Whoever a business is called after is looked for too, and an owner may be a company. */
function businessOf({ fields, beneficialOwners }: Case): readonly Screened[] {
  const countries = countriesOf(
    fields['incorporationCountry']?.value,
    fields['registeredAddress.country']?.value,
  );
  const named = ['legalName', 'tradingName'].flatMap(of => {
    const { value = null, extracted = [] } = fields[of] ?? {};
    const names = [
      ...(value ? [{ name: value.trim(), via: [] }] : []),
      ...extracted.map(read => ({ name: read.value.trim(), via: viaOf(read) })),
    ];
    return names.flatMap(({ name, via }): readonly Screened[] => {
      const called = ownName(name);
      const subject = { key: 'customer', of, via, countries } as const;
      return [
        { ...subject, name, kind: 'organisation' },
        ...(called.includes(' ') ? [{ ...subject, name: called, kind: 'person' as const }] : []),
      ];
    });
  });
  const owners = (beneficialOwners ?? []).flatMap(
    ({ id, name, dateOfBirth, nationality }): readonly Screened[] => {
      const key = `owner:${id}`;
      const owner = { key, of: key, via: ['owner'], name, countries: countriesOf(nationality) } as const;
      return [
        { ...owner, kind: 'person', dateOfBirth: dateOfBirth ?? undefined },
        { ...owner, kind: 'organisation', ...(mayBeCompany(name) ? {} : { least: sameName }) },
      ];
    },
  );
  return [...named, ...owners];
}

/** Everybody in a case: the person, or the business and its owners, each under every name there is of them. */
export const subjectsOf = (customer: Case): readonly Screened[] =>
  each(customer.kind === 'individual' ? personOf(customer.fields) : businessOf(customer));
