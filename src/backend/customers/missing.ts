import {
  absentSides,
  addsUp,
  currentDocuments,
  documentTypes,
  documentTypeSchema,
  fieldDefinition,
  identifiedFrom,
  itemOf,
  namesDirector,
  ownersItem,
  parseItem,
  peopleToIdentify,
  reasonOf,
  reviewItems,
  serves,
  totalOf,
  untoldOf,
  type BeneficialOwner,
  type Customer,
  type Item,
  type Level,
} from '../../shared/domain/index.ts';
import { timestampOf } from '../environment.ts';
import {
  sayReason,
  sayRequest,
  sendBefore,
  sendDocument,
  sendPeople,
  tellField,
  tellOfOwner,
  type Sentence,
} from './sentences.ts';

export interface MissingItem {
  readonly item: Item;
  readonly label: string;
  readonly why: string;
  readonly sentence: Sentence;
  /** Codes of the reasons for which it is wanted, where it is wanted for more than not being there. */
  readonly reasons?: readonly string[];
  /** It is not missing yet: what is there serves for some days more. */
  readonly isEarly?: boolean;
}

function notGiven(customer: Customer, level: Level): readonly MissingItem[] {
  return reviewItems(customer, level)
    .filter(({ required, missing }) => required && missing)
    .map(({ item, kind, key, label }) => ({
      item,
      label,
      why: `${level.name} needs it.`,
      sentence:
        kind === 'field'
          ? tellField(customer.kind, { key, label })
          : sendDocument({ type: documentTypeSchema.parse(key), label }),
    }));
}

/** Sides that are still to come of a document that the level asks for and that was begun. */
function missingSides(customer: Customer, level: Level): readonly MissingItem[] {
  return level.documents.flatMap(demand => {
    const absent = demand.required ? absentSides(customer.documents, demand) : undefined;
    if (!absent) return [];
    const { type } = absent;
    const label = type === demand.type ? demand.label : documentTypes[type];
    return absent.sides.map(side => ({
      item: itemOf('documentType', type),
      label: `${label}, ${side}`,
      why: `${level.name} needs both sides.`,
      sentence: sendDocument({ type, label, side }),
    }));
  });
}

/** What a thing is called that the level need not name. */
function labelOf(item: Item, { kind, documents }: Customer): string {
  if (item === ownersItem) return 'Beneficial owners';
  const { kind: what, key } = parseItem(item);
  const type = what === 'document' ? documents.find(({ id }) => id === key)?.type : key;
  const known = documentTypeSchema.safeParse(type).data;
  if (what === 'field') return fieldDefinition(kind, key)?.label ?? key;
  return known ? documentTypes[known] : key;
}

function requested(customer: Customer, level: Level): readonly MissingItem[] {
  if (customer.status !== 'NEEDS_ADDITIONAL_INFORMATION') return [];
  const labels = new Map(reviewItems(customer, level).map(({ item, label }) => [item, label]));
  return (customer.rfi?.items ?? [])
    .filter(({ answeredAt }) => answeredAt == null)
    .map(request => {
      const { item, reasons } = request;
      const known = reasons.map(reasonOf).filter(reason => reason !== undefined);
      return {
        item,
        label: labels.get(item) ?? labelOf(item, customer),
        why: known.map(({ label }) => label).join(', ') || 'Requested by a reviewer.',
        sentence: sayRequest(request),
        reasons,
      };
    });
}

const ownersAre = (why: string, reason: string): MissingItem => ({
  item: ownersItem,
  label: 'Beneficial owners',
  why,
  sentence: sayReason(reason),
  reasons: [reason],
});

const words = { name: 'full name', dateOfBirth: 'date of birth', nationality: 'nationality' } as const;

function untold(owner: BeneficialOwner): readonly MissingItem[] {
  const untold = untoldOf(owner);
  if (untold.length === 0) return [];
  const what = untold.map(key => words[key]);
  const name = owner.name.trim() || 'the owner';
  return [
    {
      item: itemOf('owner', owner.id),
      label: name,
      why: `Who owns ${identifiedFrom} % or more is identified: ${what.join(' and ')} missing.`,
      sentence: tellOfOwner(untold, owner),
      reasons: ['ownership.ownerNotIdentified'],
    },
  ];
}

/** What is not told of the owners, where a check of the level looks at them. */
function missingOwners({ kind, beneficialOwners }: Customer, level: Level): readonly MissingItem[] {
  if (kind !== 'business' || !level.checks.includes('ownership')) return [];
  const owners = beneficialOwners ?? [];
  if (owners.length === 0)
    return [ownersAre(`${level.name} needs them.`, 'ownership.beneficialOwnerMissing')];
  const shares = owners.map(({ ownershipPercent }) => ownershipPercent);
  return [
    ...(addsUp(shares)
      ? []
      : [ownersAre(`The shares add up to ${totalOf(shares)} %, not 100 %.`, 'ownership.totalNot100')]),
    ...(namesDirector(owners) ? [] : [ownersAre('No director is named.', 'ownership.directorMissing')]),
    ...owners.flatMap(untold),
  ];
}

/** A level that wants the ID of a director wants that of each director and of each large owner. */
function missingPeople({ documents, beneficialOwners }: Customer, level: Level): readonly MissingItem[] {
  const demand = level.documents.find(({ type, required }) => type === 'director_id' && required);
  if (!demand) return [];
  const given = currentDocuments(documents).filter(
    ({ type, side }) => type === 'director_id' && side !== 'back',
  ).length;
  const wanted = peopleToIdentify(beneficialOwners ?? []);
  if (given === 0 || given >= wanted) return [];
  return [
    {
      item: itemOf('documentType', demand.type),
      label: demand.label,
      why: `${level.name} needs one of each director and of each owner of ${identifiedFrom} % or more: ${given} of ${wanted} ${given === 1 ? 'is' : 'are'} there.`,
      sentence: sendPeople(wanted - given),
    },
  ];
}

/** A document is asked for again so many days before it expires: a new ID takes its time. */
const earlyDays = 30;

/** Documents that a level needs and that have expired, or soon will. */
function expiring({ documents }: Customer, level: Level, at: number): readonly MissingItem[] {
  const dayOf = (days: number): string => timestampOf(at + days * 24 * 3600_000).slice(0, 10);
  const needed = level.documents.filter(({ required }) => required);
  return currentDocuments(documents).flatMap(({ id, type, expiresOn }): readonly MissingItem[] => {
    if (expiresOn == null || expiresOn >= dayOf(earlyDays)) return [];
    if (!needed.some(demand => serves(type, demand.type))) return [];
    const about = { item: itemOf('document', id), label: documentTypes[type] };
    if (expiresOn < dayOf(0)) {
      const reason = 'badDocument.expired';
      const why = `It was valid until ${expiresOn}.`;
      return [{ ...about, why, sentence: sayReason(reason), reasons: [reason] }];
    }
    const why = `It is valid until ${expiresOn}.`;
    return [{ ...about, why, sentence: sendBefore(expiresOn), isEarly: true }];
  });
}

/** Each item once, for the first reason there is. */
const once = (items: readonly MissingItem[]): readonly MissingItem[] =>
  items.filter(({ item }, place) => items.findIndex(other => other.item === item) === place);

/** What keeps a case from being submitted: what the level needs and what a reviewer asked for. */
export const lackingItems = (customer: Customer, level: Level): readonly MissingItem[] =>
  once([...requested(customer, level), ...notGiven(customer, level), ...missingSides(customer, level)]);

/** What is still to come from the customer. Beside what keeps it from being submitted: what its checks would ask for. */
export function missingItems(customer: Customer, level: Level, at: number): readonly MissingItem[] {
  // Nothing more is taken of it.
  if (customer.status === 'REJECTED') return [];
  return once([
    ...lackingItems(customer, level),
    ...missingOwners(customer, level),
    ...missingPeople(customer, level),
    ...expiring(customer, level, at),
  ]);
}
