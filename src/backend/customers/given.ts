import type { z } from 'zod';
import type { customerPatchSchema } from '../../shared/api/index.ts';
import {
  fieldDefinition,
  fold,
  holdsControls,
  type BeneficialOwner,
  type Customer,
  type CustomerKind,
} from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { fieldFault, isExpired } from './field-rules.ts';

type Patch = z.output<typeof customerPatchSchema>;
type Owners = NonNullable<Patch['beneficialOwners']>;

/** What a customer or an integrator gave, checked field by field. */
export interface Given {
  readonly fields: Readonly<Record<string, string | null>>;
  readonly owners: readonly BeneficialOwner[] | undefined;
}

/** In letters: as any other text. */
export const longestOwnerName = 1000;

const ownerFaults = (owners: Owners, known: ReadonlySet<string>, at: number) =>
  owners.flatMap(({ id, dateOfBirth, nationality, name }, place) => {
    const path = `body.beneficialOwners.${place}`;
    const twice = id !== undefined && owners.findIndex(other => other.id === id) !== place;
    return [
      ...(id !== undefined && !known.has(id) ? [{ path: `${path}.id`, message: 'no such owner' }] : []),
      ...(twice ? [{ path: `${path}.id`, message: 'named twice' }] : []),
      ...(name.trim() === '' || name.length > longestOwnerName || holdsControls(name)
        ? [{ path: `${path}.name`, message: 'a name is needed' }]
        : []),
      ...faultAt(`${path}.dateOfBirth`, 'dateOfBirth', dateOfBirth, at),
      ...faultAt(`${path}.nationality`, 'nationality', nationality, at),
    ];
  });

/** Owners are people: their dates and countries have the forms of a person's. */
function faultAt(path: string, key: string, value: string | null | undefined, at: number) {
  const fault = value == null ? undefined : fieldFault('individual', key, value, at);
  return fault === undefined ? [] : [{ path, message: fault }];
}

/**
 * Lists are given without ids too: whoever is known by that name keeps theirs, of several the first; anybody else gets a
 * new one. Each name is folded once: a long one takes milliseconds, and of two hundred each would meet each.
 */
function withIds(
  owners: Owners,
  current: readonly BeneficialOwner[],
  mint: () => string,
): readonly BeneficialOwner[] {
  const named = new Set(owners.map(({ id }) => id));
  const free = Map.groupBy(
    current.filter(({ id }) => !named.has(id)),
    ({ name }) => fold(name),
  );
  return owners.map(owner => {
    if (owner.id !== undefined) return { ...owner, id: owner.id };
    const known = free.size === 0 ? undefined : free.get(fold(owner.name))?.shift();
    return { ...owner, id: known?.id ?? mint() };
  });
}

/** What stands already may have expired since: given again it says nothing new, and the checks ask about it. */
const expired = 'ID expiry lies in the past: an ID is needed that is still valid.';

export interface Checking {
  /** Whose owners may be named, and whose values given, again. */
  readonly current: Pick<Customer, 'beneficialOwners' | 'fields'> | undefined;
  readonly mint: () => string;
  /** Now: what has happened can't lie after it. */
  readonly at: number;
}

/** Checks given fields and owners against the kind of customer; new owners get ids. */
export function checkGiven(
  kind: CustomerKind,
  patch: Patch,
  { current, mint, at }: Checking,
): Result<Given, Refusal<'invalid_payload'>> {
  const fields = patch.fields ?? {};
  const fieldErrors = Object.entries(fields).flatMap(([key, value]) => {
    // A null takes a value away: only its key can be wrong.
    if (value === null && fieldDefinition(kind, key)) return [];
    const given = value ?? '';
    const isNew = value !== current?.fields[key]?.value;
    const message =
      fieldFault(kind, key, given, at) ?? (isNew && isExpired(key, given, at) ? expired : undefined);
    return message === undefined ? [] : [{ path: `body.fields.${key}`, message }];
  });
  const known = new Set(current?.beneficialOwners?.map(({ id }) => id));
  const owners = patch.beneficialOwners;
  const errors = [
    ...fieldErrors,
    ...(owners && kind === 'individual'
      ? [{ path: 'body.beneficialOwners', message: 'only a business has owners' }]
      : ownerFaults(owners ?? [], known, at)),
  ];
  if (errors.length > 0) {
    return refuse('invalid_payload', 'Some of what was given is not right.', { errors: errors.slice(0, 50) });
  }
  return ok({ fields, owners: owners && withIds(owners, current?.beneficialOwners ?? [], mint) });
}
