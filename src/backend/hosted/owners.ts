import { createHash } from 'node:crypto';
import {
  addsUp,
  hundredths,
  identifiedFrom,
  mostOwners,
  totalOf,
  type BeneficialOwner,
  type Customer,
} from '../../shared/domain/index.ts';
import { percentOf, trimmed } from './answers.ts';
import type { Fault, Form } from './form.ts';
import type { Words } from './words/index.ts';

/** The input that says which owners were shown. */
export const shownOwners = 'shown';

/** Tells one list of owners from another. */
export const ownersMark = (owners: NonNullable<Customer['beneficialOwners']>): string =>
  createHash('sha256').update(JSON.stringify(owners)).digest('base64url').slice(0, 16);

export const ownerName = (place: number, part: string): string => `owner.${place}.${part}`;

export const ownerCount = ({ values }: Form): number => {
  const count = Number(values.get('count'));
  return Number.isInteger(count) ? Math.min(Math.max(count, 1), mostOwners) : 1;
};

export const percentOfOwner = ({ values }: Form, place: number): number | undefined =>
  percentOf(values.get(ownerName(place, 'percent')) ?? '');

const parts = ['id', 'name', 'percent', 'dateOfBirth', 'nationality', 'director'] as const;

/** A share as it stands in the form: with two decimals at most, also where an integrator gave more of them. */
const shownShare = ({ ownershipPercent }: Pick<BeneficialOwner, 'ownershipPercent'>): string =>
  String(hundredths(ownershipPercent) / 100);

/** The form as it is before anybody types: who is known, or one empty row. */
export function ownersForm({ beneficialOwners }: Pick<Customer, 'beneficialOwners'>): Form {
  const owners = beneficialOwners ?? [];
  const values = new Map([['count', String(Math.max(owners.length, 1))]]);
  owners.forEach((owner, place) => {
    const given = {
      id: owner.id,
      name: owner.name,
      percent: shownShare(owner),
      dateOfBirth: owner.dateOfBirth ?? '',
      nationality: owner.nationality ?? '',
      director: owner.isDirector ? 'yes' : '',
    } satisfies Record<(typeof parts)[number], string>;
    for (const part of parts) values.set(ownerName(place, part), given[part]);
  });
  return { values, faults: [] };
}

/** The form with a row more at its end, or without one of its rows. */
export function withRows(form: Form, change: 'add' | { readonly remove: number }): Form {
  const count = ownerCount(form);
  const kept = Array.from({ length: count }, (_, place) => place).filter(
    place => change === 'add' || place !== change.remove,
  );
  const values = new Map<string, string>();
  kept.forEach((from, place) => {
    for (const part of parts)
      values.set(ownerName(place, part), form.values.get(ownerName(from, part)) ?? '');
  });
  const shown = form.values.get(shownOwners);
  if (shown !== undefined) values.set(shownOwners, shown);
  const rows = Math.min(Math.max(kept.length + (change === 'add' ? 1 : 0), 1), mostOwners);
  return { values: values.set('count', String(rows)), faults: [] };
}

export type NewOwner = Omit<BeneficialOwner, 'id'> & { readonly id?: string };

/** The owners of a form and what is wrong with them; rows in which nothing was written do not count. */
export function readOwners(
  form: Form,
  words: Words,
  percentText: (total: number) => string,
  known: readonly BeneficialOwner[],
): {
  readonly owners: readonly NewOwner[];
  readonly faults: readonly Fault[];
  readonly rows: readonly number[];
} {
  const owners: NewOwner[] = [];
  const faults: Fault[] = [];
  const rows: number[] = [];
  for (let place = 0; place < ownerCount(form); place += 1) {
    const value = (part: (typeof parts)[number]) => trimmed(form.values.get(ownerName(place, part)) ?? '');
    const [id, name, dateOfBirth, nationality] = [
      value('id'),
      value('name'),
      value('dateOfBirth'),
      value('nationality'),
    ];
    if (![name, value('percent'), dateOfBirth, nationality].some(text => text !== '')) continue;
    const fault = (part: (typeof parts)[number], label: string, message: string): void =>
      void faults.push({
        name: ownerName(place, part),
        label: `${words.owners.owner(place + 1)} – ${label}`,
        message,
      });
    const before = known.find(owner => owner.id === id);
    // What was left as it was shown stays as it is.
    const isLeft = before !== undefined && shownShare(before) === value('percent');
    const percent = isLeft ? before.ownershipPercent : percentOfOwner(form, place);
    if (name === '') fault('name', words.owners.fullName, words.faults.required);
    const isDirector = value('director') === 'yes';
    // Who directs the company may own nothing of it.
    const isShare = percent !== undefined && (percent > 0 || isDirector || isLeft);
    if (!isShare) fault('percent', words.owners.percent, words.owners.faultPercent);
    if (percent !== undefined && percent >= identifiedFrom) {
      const label = (key: string): string => words.data.fields[key] ?? key;
      if (dateOfBirth === '') fault('dateOfBirth', label('dateOfBirth'), words.owners.faultIdentified);
      if (nationality === '') fault('nationality', label('nationality'), words.owners.faultIdentified);
    }
    rows.push(place);
    owners.push({
      ...(id === '' ? {} : { id }),
      name,
      dateOfBirth: dateOfBirth === '' ? null : dateOfBirth,
      nationality: nationality === '' ? null : nationality,
      ownershipPercent: percent ?? 0,
      isDirector,
    });
  }
  const shares = owners.map(({ ownershipPercent }) => ownershipPercent);
  const label = words.owners.total;
  if (owners.length === 0) {
    const name = ownerName(0, 'name');
    faults.push({ name, label: words.owners.owner(1), message: words.owners.faultNone });
  } else if (faults.length === 0 && !addsUp(shares)) {
    faults.push({ name: 'total', label, message: words.owners.faultTotal(percentText(totalOf(shares))) });
  }
  return { owners, faults, rows };
}
