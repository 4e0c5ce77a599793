import type { Customer } from '../../../shared/domain/customer.ts';
import { fieldDefinition } from '../../../shared/domain/fields.ts';
import { itemOf, type ItemVerdict } from '../../../shared/domain/items.ts';
import { statusLabels } from '../../../shared/domain/status.ts';
import type { Evidence } from '../../../shared/domain/command.ts';
import { currentDocuments } from '../../../shared/domain/customer.ts';
import type { ComparisonRow } from '../../../shared/ipc/outbox.ts';
import { ownerWords } from './case-items.ts';
import { documentLabel } from './case-view.ts';
import { markOf } from './words.ts';

export interface Compared {
  /** The case as it was decided on; undefined where that was not kept. */
  readonly seen: Customer | undefined;
  readonly current: Customer;
  readonly verdicts: readonly ItemVerdict[];
  readonly evidence: readonly Evidence[];
  /** The guarded facts that the backend named. */
  readonly differs: readonly string[];
  readonly nameOf: (userId: string) => string;
}

const absent = '—';
const unknown = 'not kept';

/** Mine against current, in words: what changed first, then what was decided and still stands. */
export function comparisonRows(compared: Compared): readonly ComparisonRow[] {
  const rows = [
    ...statusRows(compared),
    ...fieldRows(compared),
    ...ownerRows(compared),
    ...documentRows(compared),
    ...screeningRows(compared),
  ];
  return rows.toSorted((a, b) => Number(b.changed) - Number(a.changed));
}

const mark = (verdicts: readonly ItemVerdict[], item: string): { mineMark?: string } => {
  const verdict = verdicts.find(known => known.item === item);
  return verdict ? { mineMark: markOf(verdict) } : {};
};

function statusRows({ seen, current, differs, nameOf }: Compared): readonly ComparisonRow[] {
  const changed = seen ? seen.status !== current.status : differs.includes('status');
  const rows: ComparisonRow[] = [
    {
      label: 'Status',
      mine: seen ? statusLabels[seen.status] : unknown,
      current: statusLabels[current.status],
      changed,
    },
  ];
  if (changed && current.lastReview) {
    const { by, at } = current.lastReview;
    rows.push({
      label: 'Decided by',
      mine: absent,
      current: `${nameOf(by)}, ${at.slice(0, 10)}`,
      changed: true,
    });
  }
  if (differs.includes('claim') || current.check) {
    rows.push({
      label: 'Check',
      mine: 'You',
      current: current.check ? nameOf(current.check.by) : 'nobody',
      changed: differs.includes('claim'),
    });
  }
  return rows;
}

function fieldRows({ seen, current, verdicts, differs }: Compared): readonly ComparisonRow[] {
  const keys = new Set([...Object.keys(seen?.fields ?? {}), ...Object.keys(current.fields)]);
  return [...keys].flatMap(key => {
    const now = current.fields[key]?.value ?? null;
    const then = seen?.fields[key]?.value ?? null;
    const changed = seen ? then !== now : differs.includes(`field:${key}`);
    const decided = mark(verdicts, itemOf('field', key));
    if (!changed && decided.mineMark === undefined) return [];
    return [
      {
        label: fieldDefinition(current.kind, key)?.label ?? key,
        mine: seen ? (then ?? absent) : changed ? unknown : (now ?? absent),
        ...decided,
        current: now ?? absent,
        changed,
      },
    ];
  });
}

function ownerRows({ seen, current, verdicts, differs }: Compared): readonly ComparisonRow[] {
  const before = new Map((seen?.beneficialOwners ?? []).map(owner => [owner.id, owner]));
  const now = new Map((current.beneficialOwners ?? []).map(owner => [owner.id, owner]));
  return [...new Set([...before.keys(), ...now.keys()])].map(id => {
    const [mine, theirs] = [before.get(id), now.get(id)];
    const words = (owner: typeof mine): string => (owner ? ownerWords(owner) : absent);
    return {
      label: theirs?.name ?? mine?.name ?? 'Owner',
      mine: seen ? words(mine) : unknown,
      ...mark(verdicts, itemOf('owner', id)),
      current: words(theirs),
      changed: seen
        ? words(mine) !== words(theirs) || mine?.name !== theirs?.name
        : differs.includes('owners'),
    };
  });
}

function documentRows({ seen, current, verdicts, evidence }: Compared): readonly ComparisonRow[] {
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
      mine: before === undefined ? absent : 'as seen',
      ...mark(verdicts, itemOf('document', id)),
      current: after
        ? before === undefined
          ? 'new'
          : after.sha256 === before
            ? 'the same'
            : 'other content'
        : 'replaced',
      changed: before === undefined || after?.sha256 !== before,
    };
  });
}

function screeningRows({ seen, current, differs }: Compared): readonly ComparisonRow[] {
  const open = (customer: Customer): number => customer.screening.hits.filter(hit => !hit.resolution).length;
  const changed = seen ? open(seen) !== open(current) : differs.includes('screening');
  if (!changed && open(current) === 0) return [];
  return [
    {
      label: 'Open screening hits',
      mine: seen ? String(open(seen)) : unknown,
      current: String(open(current)),
      changed,
    },
  ];
}
