import { mayBeChecked } from '../../../shared/domain/review.ts';
import { riskBandSchema } from '../../../shared/domain/risk.ts';
import { customerKindSchema, verificationStatusSchema } from '../../../shared/domain/status.ts';
import { payloadSchemas } from '../../../shared/domain/command.ts';
import type { Outcome } from '../../../shared/domain/items.ts';
import type { QueueRow } from '../../../shared/ipc/queue.ts';
import {
  fromTime,
  integer,
  maybeInteger,
  maybeText,
  parkedOf,
  stateAt,
  text,
  type Cache,
} from '../cache/index.ts';
import type { SqlRow } from '../ports.ts';

interface Reader {
  readonly cache: Cache;
  readonly userId: string;
  readonly now: number;
}

const columns = `row, id, version, kind, name, level_id, level_version, status, risk_score, risk_band, country, submitted, due,
  assignee, claimed_by, claimed_until, open, missing`;

/** Decisions that are not part of the case as it is shown: on their way, parked, or applied by a version not synced yet. */
const decisions = `
  SELECT command_id, customer_id, state, undo_from, undo_until, decided, parked FROM command
  WHERE type = 'review.finish'
    AND (state IN ('queued', 'sealed', 'parked')
      OR (state = 'applied' AND applied_version > coalesce((SELECT version FROM customer WHERE id = customer_id), 0)))
    AND customer_id IN `;

const marks = (values: readonly unknown[]): string => `(${values.map(() => '?').join(', ')})`;

/** The rows of the queue for these cases, in the order given; cases that are gone are left out. */
export function readRows(reader: Reader, rows: readonly number[]): readonly QueueRow[] {
  const { database } = reader.cache;
  if (rows.length === 0) return [];
  const found = new Map(
    database
      .prepare(`SELECT ${columns} FROM customer WHERE row IN ${marks(rows)}`)
      .all(...rows)
      .map(row => [integer(row, 'row'), row]),
  );
  const ids = [...found.values()].map(row => text(row, 'id'));
  const drafts = new Set(
    database
      .prepare(`SELECT DISTINCT customer_id FROM draft WHERE customer_id IN ${marks(ids)}`)
      .all(...ids)
      .map(row => text(row, 'customer_id'))
      .filter(id => isBegun(reader.cache, id)),
  );
  const decided = new Map(
    database
      .prepare(`${decisions}${marks(ids)} ORDER BY seq`)
      .all(...ids)
      .map(row => [text(row, 'customer_id'), row]),
  );
  return rows.flatMap(row => {
    const summary = found.get(row);
    if (!summary) return [];
    const id = text(summary, 'id');
    return [toQueueRow(reader, summary, decided.get(id), drafts.has(id))];
  });
}

/** Whether what was begun can still end: no review of the case has since, nor has anything else decided it. */
function isBegun(cache: Cache, id: string): boolean {
  const customer = cache.customer(id);
  return customer !== undefined && mayBeChecked(customer.status) && cache.hasBegun(customer);
}

function toQueueRow(reader: Reader, row: SqlRow, decided: SqlRow | undefined, draft: boolean): QueueRow {
  const person = (id: string | undefined): QueueRow['assignee'] =>
    id === undefined
      ? undefined
      : { id, name: reader.cache.user(id)?.name ?? 'A colleague', me: id === reader.userId };
  const claimed = (maybeInteger(row, 'claimed_until') ?? 0) > reader.now;
  const levelId = text(row, 'level_id');
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    kind: customerKindSchema.parse(row['kind']),
    levelName: reader.cache.level(levelId, integer(row, 'level_version'))?.name ?? levelId,
    status: verificationStatusSchema.parse(row['status']),
    risk: { score: integer(row, 'risk_score'), band: riskBandSchema.parse(row['risk_band']) },
    country: maybeText(row, 'country'),
    submittedAt: fromTime(integer(row, 'submitted')),
    dueAt: fromTime(integer(row, 'due')),
    assignee: person(maybeText(row, 'assignee')),
    claimedBy: claimed ? person(maybeText(row, 'claimed_by')) : undefined,
    open: text(row, 'open'),
    missing: maybeInteger(row, 'missing') ?? 0,
    decision: decided && decisionOf(decided, reader.cache),
    draft,
  };
}

function decisionOf(row: SqlRow, cache: Cache): QueueRow['decision'] {
  const outcome = outcomeOf(text(row, 'decided'));
  const state = stateAt(row, cache.moment());
  const parked = state === 'parked' ? parkedOf(row) : undefined;
  return outcome && { state, outcome, ...(parked ? { parked } : {}) };
}

/** What a journaled finish decided; undefined for one that can't be read any more. */
function outcomeOf(decided: string): Outcome | undefined {
  const { payload }: { payload?: unknown } = JSON.parse(decided);
  const parsed = payloadSchemas['review.finish'].pick({ outcome: true }).loose().safeParse(payload);
  return parsed.success ? parsed.data.outcome : undefined;
}
