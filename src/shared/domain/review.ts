import type { Customer } from './customer.ts';
import { currentDocuments } from './customer.ts';
import { documentTypes, type DocumentType } from './documents.ts';
import { fieldDefinition } from './fields.ts';
import {
  itemOf,
  type Item,
  type ItemKind,
  type ItemVerdict,
  type Outcome,
  type RequestedItem,
} from './items.ts';
import { serves, type Level } from './levels.ts';
import { mayMove, type VerificationStatus } from './status.ts';

/** One line of the review: what is there, whether the level demands it, whether anything is missing. */
export interface ReviewItem {
  readonly item: Item;
  readonly kind: ItemKind;
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  /** Nothing was given; it can be requested or rejected, not approved. */
  readonly missing: boolean;
}

type Reviewed = Pick<Customer, 'kind' | 'fields' | 'beneficialOwners' | 'documents'>;

function fieldItems(customer: Reviewed, level: Level): readonly ReviewItem[] {
  const demanded = new Map(level.fields.map(field => [field.key, field]));
  const extra = Object.keys(customer.fields).filter(key => !demanded.has(key));
  return [...demanded.keys(), ...extra].flatMap(key => {
    const required = demanded.get(key)?.required ?? false;
    const missing = !customer.fields[key]?.value;
    if (missing && !required) return [];
    const label = demanded.get(key)?.label ?? fieldDefinition(customer.kind, key)?.label ?? key;
    return [{ item: itemOf('field', key), kind: 'field' as const, key, label, required, missing }];
  });
}

const ownerItems = (customer: Reviewed): readonly ReviewItem[] =>
  (customer.beneficialOwners ?? []).map(owner => ({
    item: itemOf('owner', owner.id),
    kind: 'owner',
    key: owner.id,
    label: owner.name,
    required: true,
    missing: false,
  }));

function documentItems(customer: Reviewed, level: Level): readonly ReviewItem[] {
  const current = currentDocuments(customer.documents);
  const demanded = level.documents.filter(document => document.required);
  const given = current.map(document => ({
    item: itemOf('document', document.id),
    kind: 'document' as const,
    key: document.id,
    label: documentTypes[document.type],
    required: demanded.some(({ type }) => serves(document.type, type)),
    missing: false,
  }));
  const absent = demanded
    .filter(({ type }) => !current.some(document => serves(document.type, type)))
    .map(({ type, label }) => ({
      item: itemOf('documentType', type),
      kind: 'documentType' as const,
      key: type,
      label,
      required: true,
      missing: true,
    }));
  return [...given, ...absent];
}

/** Every item of a check in the order of the screen: fields, owners, documents, then documents not yet there. */
export const reviewItems = (customer: Reviewed, level: Level): readonly ReviewItem[] => [
  ...fieldItems(customer, level),
  ...ownerItems(customer),
  ...documentItems(customer, level),
];

interface Demands {
  readonly fields: readonly string[];
  readonly documents: readonly DocumentType[];
}

const known = new WeakMap<Level, Demands>();

/** What a level requires, worked out once: 100,000 cases are measured against five levels. */
function demandsOf(level: Level): Demands {
  const found = known.get(level);
  if (found) return found;
  const fields = new Map(level.fields.map(({ key, required }) => [key, required]));
  const demands: Demands = {
    fields: [...fields].filter(([, required]) => required).map(([key]) => key),
    documents: level.documents.filter(({ required }) => required).map(({ type }) => type),
  };
  known.set(level, demands);
  return demands;
}

/** How many required items are missing, as `reviewItems` would say, without making them. */
export function missingCount(customer: Reviewed, level: Level): number {
  const { fields, documents } = demandsOf(level);
  const current = currentDocuments(customer.documents);
  return (
    fields.filter(key => !customer.fields[key]?.value).length +
    documents.filter(wanted => !current.some(({ type }) => serves(type, wanted))).length
  );
}

export interface ReviewDraft {
  readonly outcome: Outcome;
  readonly verdicts: readonly ItemVerdict[];
  readonly request: readonly RequestedItem[];
  /** Reasons for the whole case, used by a rejection. */
  readonly reasons: readonly string[];
}

export type ReviewFault =
  | { readonly kind: 'open_items'; readonly items: readonly Item[] }
  | { readonly kind: 'reason_missing'; readonly items: readonly Item[] }
  | { readonly kind: 'unknown_item'; readonly items: readonly Item[] }
  | { readonly kind: 'nothing_requested' };

/**
 * Whether a check may end this way: approve needs every required item approved and none rejected or pending;
 * a rejection needs a reason somewhere; a resubmission needs something asked for. The same rule runs in the
 * workstation before a decision is recorded and in the backend before it is applied.
 */
export function reviewFault(items: readonly ReviewItem[], draft: ReviewDraft): ReviewFault | undefined {
  const known = new Map(items.map(item => [item.item, item]));
  const unknown = [...draft.verdicts, ...draft.request]
    .map(({ item }) => item)
    .filter(item => !known.has(item) && !isDocumentType(item));
  if (unknown.length > 0) return { kind: 'unknown_item', items: unknown };

  const bare = draft.verdicts.filter(
    ({ verdict, reasons }) => (verdict === 'rejected' || verdict === 'pending') && reasons.length === 0,
  );
  if (bare.length > 0) return { kind: 'reason_missing', items: bare.map(({ item }) => item) };

  switch (draft.outcome) {
    case 'approve': {
      const verdicts = new Map(draft.verdicts.map(({ item, verdict }) => [item, verdict]));
      const open = items.filter(({ item, required, missing }) => {
        const verdict = verdicts.get(item) ?? 'unreviewed';
        return required ? missing || verdict !== 'approved' : verdict === 'rejected' || verdict === 'pending';
      });
      return open.length > 0 ? { kind: 'open_items', items: open.map(({ item }) => item) } : undefined;
    }
    case 'reject': {
      const some = draft.reasons.length > 0 || draft.verdicts.some(({ verdict }) => verdict === 'rejected');
      return some ? undefined : { kind: 'reason_missing', items: [] };
    }
    case 'resubmission':
      return draft.request.length > 0 ? undefined : { kind: 'nothing_requested' };
  }
}

/** A document may be asked for by type even when the level does not name it. */
function isDocumentType(item: Item): boolean {
  return item.startsWith('documentType:') && Object.hasOwn(documentTypes, item.slice('documentType:'.length));
}

const statuses = {
  approve: 'ACTIVE',
  reject: 'REJECTED',
  resubmission: 'NEEDS_ADDITIONAL_INFORMATION',
} as const satisfies Record<Outcome, VerificationStatus>;

/** The status to which an outcome leads. */
export const statusAfter = (outcome: Outcome): VerificationStatus => statuses[outcome];

/** Whether a customer is to give anything: what was requested, so many missing things, or to hand it in at all. */
export const isAsked = (status: VerificationStatus, missing: number): boolean =>
  status === 'CREATED' || status === 'NEEDS_ADDITIONAL_INFORMATION' || (status !== 'REJECTED' && missing > 0);

/** Whether a check may be started on a case: it could end in a decision, of which a rejection is open the longest. */
export const mayBeChecked = (status: VerificationStatus): boolean => mayMove(status, 'REJECTED');

/** Whether a case is still open: what it holds may be corrected, and hits of its screening be marked. */
export const isOpenCase = (status: VerificationStatus): boolean =>
  status === 'CREATED' || mayBeChecked(status);

/** An item with the verdict given so far. */
export interface JudgedItem extends Pick<ReviewItem, 'item' | 'required' | 'missing'> {
  readonly verdict: ItemVerdict;
}

/**
 * What a resubmission begins with: everything pending or rejected, then what is required and was never given. What
 * has no reason yet gets one before it can be asked for.
 */
export function suggestedRequest<T extends JudgedItem>(items: readonly T[]): readonly T[] {
  const judged = items.filter(({ verdict: { verdict } }) => verdict === 'pending' || verdict === 'rejected');
  const absent = items.filter(item => item.required && item.missing && !judged.includes(item));
  return [...judged, ...absent];
}
