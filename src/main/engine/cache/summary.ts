import type { Customer } from '../../../shared/domain/customer.ts';
import { fold } from '../../../shared/domain/fold.ts';
import type { Level } from '../../../shared/domain/levels.ts';
import { missingCount } from '../../../shared/domain/review.ts';
import { latinSpellings } from '../../../shared/domain/transliterate.ts';
import type { Findable } from '../search/index.ts';
import { toTime } from './columns.ts';
import { openLine } from './open-line.ts';

/** One case as lists show, filter and sort it. */
export interface Summary {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly name: string;
  /** Folded, in Latin letters where they are known: what the sort by name compares. */
  readonly nameKey: string;
  readonly levelId: string;
  readonly levelVersion: number;
  readonly status: string;
  readonly riskScore: number;
  readonly riskBand: string;
  readonly country: string | null;
  readonly submitted: number;
  readonly due: number;
  readonly updated: number;
  readonly assignee: string | null;
  readonly claimedBy: string | null;
  readonly claimedUntil: number | null;
  readonly secondApproval: 0 | 1;
  /** Null while the level is not known. */
  readonly missing: number | null;
  readonly open: string;
}

const countryKeys = {
  individual: ['countryOfResidence', 'nationality', 'address.country'],
  business: ['incorporationCountry', 'registeredAddress.country'],
} as const;

function countryOf(customer: Customer): string | null {
  for (const key of countryKeys[customer.kind]) {
    const value = customer.fields[key]?.value;
    if (value) return value;
  }
  return null;
}

export function summarise(customer: Customer, level: Level | undefined): Summary {
  const missing = level ? missingCount(customer, level) : null;
  return {
    id: customer.id,
    version: customer.version,
    kind: customer.kind,
    name: customer.name,
    nameKey: fold(latinSpellings(customer.name)[0] ?? customer.name),
    levelId: customer.levelId,
    levelVersion: customer.levelVersion,
    status: customer.status,
    riskScore: customer.risk.score,
    riskBand: customer.risk.band,
    country: countryOf(customer),
    submitted: toTime(customer.submittedAt),
    due: toTime(customer.dueAt),
    updated: toTime(customer.updatedAt),
    assignee: customer.assignee ?? null,
    claimedBy: customer.check?.by ?? null,
    claimedUntil: customer.check ? toTime(customer.check.expiresAt) : null,
    secondApproval: customer.awaitingSecondApproval ? 1 : 0,
    missing,
    open: openLine(customer, missing ?? 0),
  };
}

const nameKeys = ['firstName', 'middleName', 'lastName', 'legalName', 'tradingName'];
const codeKeys = ['idNumber', 'taxId', 'registrationNumber', 'taxNumber', 'email', 'phone'];

/** What of a case can be found by text: its names as given and as read from documents, and its numbers. */
export function findable(customer: Customer): Findable {
  const names = [customer.name, ...(customer.beneficialOwners ?? []).map(owner => owner.name)];
  const add = (name: string | null | undefined): void => {
    // Part of the full name in most cases, and then indexed with it.
    if (name && !customer.name.includes(name)) names.push(name);
  };
  for (const key of nameKeys) {
    const field = customer.fields[key];
    add(field?.value);
    for (const { value } of field?.extracted ?? []) add(value);
  }
  const codes = codeKeys.flatMap(key => customer.fields[key]?.value ?? []);
  if (customer.externalId) codes.push(customer.externalId);
  return { names, codes };
}
