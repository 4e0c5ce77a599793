import type { Customer } from '../../../shared/domain/customer.ts';
import { guardedChanges } from '../../../shared/domain/content.ts';
import { fieldDefinition } from '../../../shared/domain/fields.ts';
import { itemOf, type ItemVerdict } from '../../../shared/domain/items.ts';
import { checkLabel } from '../../../shared/domain/levels.ts';
import { putAside, watchlistMatch } from '../../../shared/domain/screening.ts';
import { statusLabels } from '../../../shared/domain/status.ts';
import type { Evidence } from '../../../shared/domain/command.ts';
import { currentDocuments } from '../../../shared/domain/customer.ts';
import type { Compared, ComparisonRow } from '../../../shared/ipc/outbox.ts';
import { documentLabel } from './case-view.ts';
import { markOf } from './words.ts';

export interface ComparedCase {
  /** The case as it was decided on; undefined where that was not kept. */
  readonly seen: Customer | undefined;
  readonly current: Customer;
  readonly verdicts: readonly ItemVerdict[];
  readonly evidence: readonly Evidence[];
  /** The guarded facts that the backend named. */
  readonly differs: readonly string[];
  readonly nameOf: (userId: string) => string;
}

const words = (value: string): Compared[] => [{ value }];
const absent = words('—');
const unknown = words('not kept');

/** Mine against current, in words: what changed first, then what was decided and still stands. */
export function comparisonRows(compared: ComparedCase): readonly ComparisonRow[] {
  const rows = [
    ...statusRows(compared),
    ...fieldRows(compared),
    ...ownerRows(compared),
    ...documentRows(compared),
    ...screeningRows(compared),
    ...findingRows(compared),
  ];
  return rows.toSorted((a, b) => Number(b.changed) - Number(a.changed));
}

const mark = (verdicts: readonly ItemVerdict[], item: string): { mineMark?: string } => {
  const verdict = verdicts.find(known => known.item === item);
  return verdict ? { mineMark: markOf(verdict) } : {};
};

function statusRows({ seen, current, differs, nameOf }: ComparedCase): readonly ComparisonRow[] {
  const changed = seen ? seen.status !== current.status : differs.includes('status');
  const rows: ComparisonRow[] = [];
  // With nothing kept to set it against, only that it changed is worth a row.
  if (seen || changed) {
    rows.push({
      label: 'Status',
      mine: seen ? words(statusLabels[seen.status]) : unknown,
      current: words(statusLabels[current.status]),
      changed,
    });
  }
  if (changed && current.lastReview) {
    const { by, at } = current.lastReview;
    rows.push({
      label: 'Decided by',
      mine: absent,
      current: [{ value: nameOf(by) }, { value: at.slice(0, 10), type: 'date' }],
      changed: true,
    });
  }
  if (differs.includes('claim') || current.check) {
    rows.push({
      label: 'Check',
      mine: words('You'),
      current: words(current.check ? nameOf(current.check.by) : 'nobody'),
      changed: differs.includes('claim'),
    });
  }
  return rows;
}

function fieldRows({ seen, current, verdicts, differs }: ComparedCase): readonly ComparisonRow[] {
  const keys = new Set([...Object.keys(seen?.fields ?? {}), ...Object.keys(current.fields)]);
  return [...keys].flatMap(key => {
    const now = current.fields[key]?.value ?? null;
    const then = seen?.fields[key]?.value ?? null;
    const changed = seen ? then !== now : differs.includes(`field:${key}`);
    const decided = mark(verdicts, itemOf('field', key));
    if (!changed && decided.mineMark === undefined) return [];
    const definition = fieldDefinition(current.kind, key);
    const given = (value: string | null): Compared[] =>
      value === null || value === '' ? absent : [{ value, ...(definition ? { type: definition.type } : {}) }];
    return [
      {
        label: definition?.label ?? key,
        mine: seen ? given(then) : changed ? unknown : given(now),
        ...decided,
        current: given(now),
        changed,
      },
    ];
  });
}

function ownerRows({ seen, current, verdicts, differs }: ComparedCase): readonly ComparisonRow[] {
  const before = new Map((seen?.beneficialOwners ?? []).map(owner => [owner.id, owner]));
  const now = new Map((current.beneficialOwners ?? []).map(owner => [owner.id, owner]));
  return [...new Set([...before.keys(), ...now.keys()])].map(id => {
    const [mine, theirs] = [before.get(id), now.get(id)];
    const changed = seen
      ? JSON.stringify(ownerParts(mine)) !== JSON.stringify(ownerParts(theirs)) || mine?.name !== theirs?.name
      : differs.includes('owners');
    return {
      label: theirs?.name ?? mine?.name ?? 'Owner',
      mine: seen ? ownerParts(mine) : changed ? unknown : ownerParts(theirs),
      ...mark(verdicts, itemOf('owner', id)),
      current: ownerParts(theirs),
      changed,
    };
  });
}

type Owner = NonNullable<Customer['beneficialOwners']>[number];

const ownerParts = (owner: Owner | undefined): Compared[] =>
  owner
    ? [
        { value: `${owner.ownershipPercent} %` },
        ...(owner.dateOfBirth ? [{ value: owner.dateOfBirth, type: 'date' as const }] : []),
        ...(owner.nationality ? [{ value: owner.nationality, type: 'country' as const }] : []),
        ...(owner.isDirector ? [{ value: 'Director' }] : []),
      ]
    : absent;

function documentRows({ seen, current, verdicts, evidence }: ComparedCase): readonly ComparisonRow[] {
  const now = new Map(currentDocuments(current.documents).map(document => [document.id, document]));
  const labels = new Map(
    [...current.documents, ...(seen?.documents ?? [])].map(one => [one.id, documentLabel(one)]),
  );
  const mine = new Map(evidence.map(one => [one.documentId, one.sha256]));
  return [...new Set([...mine.keys(), ...now.keys()])].map(id => {
    const before = mine.get(id);
    const after = now.get(id);
    return {
      label: labels.get(id) ?? 'Document',
      mine: before === undefined ? absent : words('as seen'),
      ...mark(verdicts, itemOf('document', id)),
      current: words(documentWords(before, after?.sha256)),
      changed: before === undefined || after?.sha256 !== before,
    };
  });
}

function documentWords(before: string | undefined, after: string | undefined): string {
  if (after === undefined) return 'replaced';
  if (before === undefined) return 'new';
  return after === before ? 'the same' : 'other content';
}

function screeningRows({ seen, current, differs }: ComparedCase): readonly ComparisonRow[] {
  const open = (customer: Customer): number => customer.screening.hits.filter(hit => !hit.resolution).length;
  // A hit may have become another one, and as many are open as before.
  const changed = seen ? areHitsChanged(seen, current) : differs.includes('screening');
  const isSameCount = seen !== undefined && open(seen) === open(current) && open(current) > 0;
  if (!changed && (!seen || open(current) === 0)) return [];
  return [
    {
      label: 'Open screening hits',
      mine: seen ? words(String(open(seen))) : unknown,
      current: words(`${open(current)}${changed && isSameCount ? ', not the same' : ''}`),
      changed,
    },
  ];
}

/** What else the screening says is shown with what the other checks found. */
const areHitsChanged = (seen: Customer, current: Customer): boolean =>
  guardedChanges({ ...seen, providers: [] }, { ...current, providers: [] }).includes('screening');

/** What checks have against the case that they had not when it was decided on; hits have a row of their own. */
function findingRows({ seen, current }: ComparedCase): readonly ComparisonRow[] {
  if (!seen) return [];
  const known = new Set(findingsOf(seen).map(keyOf));
  const fresh = findingsOf(current).filter(one => !known.has(keyOf(one)));
  const checks = [...new Set(fresh.map(({ check }) => check))];
  return checks.map(check => ({
    label: checkLabel(check),
    mine: absent,
    current: fresh.filter(one => one.check === check).map(({ message }) => ({ value: message })),
    changed: true,
  }));
}

interface Found {
  readonly check: string;
  readonly code: string;
  readonly item?: string | null | undefined;
  readonly message: string;
}

const keyOf = ({ check, code, item, message }: Found): string =>
  JSON.stringify([check, code, item ?? null, message]);

const findingsOf = ({ providers }: Customer): readonly Found[] =>
  providers
    .filter(({ state }) => state === 'alert' || state === 'rfi')
    .flatMap(({ name, findings }) => findings.map(one => ({ ...one, check: name })))
    .filter(({ code }) => code !== watchlistMatch && code !== putAside);
