import { payloadSchemas } from '../../../shared/domain/command.ts';
import { currentDocuments, type Customer } from '../../../shared/domain/customer.ts';
import type { ComparisonRow, OutboxDetail, OutboxGroup, OutboxItem } from '../../../shared/ipc/outbox.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import type { CallInput, CallOutput } from '../../../shared/ipc/table.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { effectiveResult, type Cache, type OutboxRow, type RowState } from '../cache/index.ts';
import type { Journal } from '../journal/types.ts';
import { documentLabel } from './case-view.ts';
import { comparisonRows } from './comparison.ts';
import { hitRows } from './compared-hit.ts';
import { nameOf } from './desk.ts';
import { asMarkedAt } from './hits.ts';
import { decisionWords, entryWords, outcomeOf } from './words.ts';

/** What stands in each group. What nobody has to do anything about any more stays in sight all the same. */
export const statesOf = {
  needsYou: ['parked'],
  undoable: ['undoable'],
  waiting: ['queued', 'sealed'],
  done: ['applied', 'undone', 'withdrawn', 'superseded'],
} as const satisfies Record<OutboxGroup, readonly RowState[]>;

export interface OutboxView {
  list(input: CallInput<'outbox.list'>): CallOutput<'outbox.list'>;
  detail(input: CallInput<'outbox.detail'>): Result<OutboxDetail, IpcProblem>;
}

/**
 * Every decision made here, by where it stands, with its story. A check's start or release is listed where it stands
 * alone or needs the person; with a decision that builds on it, that one speaks for both.
 */
export function createOutboxView(options: {
  readonly cache: Cache;
  readonly journal: Pick<Journal, 'head' | 'verify' | 'entriesOfCommand' | 'witnessedSize'>;
}): OutboxView {
  const { cache, journal } = options;
  let verified: boolean | undefined;

  return {
    list({ group, after, limit }) {
      const rows = cache.outboxInStates(statesOf[group], limit, {
        order: group === 'done' ? 'newest' : 'oldest',
        toBeSeen: group !== 'needsYou',
        after,
      });
      // Once a session: the tree over everything was right, and what is appended since was hashed here.
      verified ??= journal.verify().ok;
      return {
        items: rows.map(row => item(cache, row)),
        next: rows.length < limit ? null : (rows.at(-1)?.seq ?? null),
        totals: cache.outboxTotals(),
        journal: { entries: journal.head().size, verified, witnessedAt: journal.witnessedSize },
      };
    },

    detail({ commandId }) {
      const row = cache.outboxRow(commandId);
      if (!row) return fail(problem('not_found'));
      const { decided } = row;
      const synced = cache.customer(decided.customerId);
      const answered = row.answer && effectiveResult(row.answer);
      const told = answered?.current ?? undefined;
      // Whichever is newer: what the backend said with its answer, or what has been synced since.
      const current = told && told.version > (synced?.version ?? 0) ? told : synced;
      const documents = new Map(
        [...(current?.documents ?? []), ...(cache.decidedOn(commandId)?.documents ?? [])].map(one => [
          one.id,
          one,
        ]),
      );
      const now = new Map(currentDocuments(current?.documents ?? []).map(one => [one.id, one.sha256]));
      return ok({
        item: item(cache, row),
        baseVersion: decided.baseVersion,
        ...(current ? { currentVersion: current.version } : {}),
        comparison: current ? [...compared(cache, row, current)] : [],
        evidence: decided.evidence.map(({ documentId, sha256, pagesViewed }) => {
          const document = documents.get(documentId);
          return {
            label: document ? documentLabel(document) : 'Document',
            sha256,
            pages: [...pagesViewed],
            current: now.get(documentId) === sha256,
          };
        }),
        history: journal
          .entriesOfCommand(commandId)
          .map(({ at, body }) => ({ at, text: entryWords(body, id => cache.outboxRow(id)?.decided.type) })),
      });
    },
  };
}

/** Mine against the case as it is, of what can be in conflict with it: a finish, and a mark on a hit. */
function compared(cache: Cache, row: OutboxRow, current: Customer): readonly ComparisonRow[] {
  const { commandId, decided, answer } = row;
  const seen = cache.decidedOn(commandId);
  switch (decided.type) {
    case 'review.finish': {
      const finish = payloadSchemas[decided.type].safeParse(decided.payload).data;
      return finish
        ? comparisonRows({
            seen: seen && asMarkedAt(cache, seen, row),
            current,
            verdicts: finish.verdicts,
            evidence: decided.evidence,
            differs: (answer && effectiveResult(answer).differs) ?? [],
            nameOf: id => (id === decided.userId ? 'You' : nameOf(cache)(id)),
          })
        : [];
    }
    case 'screening.resolve': {
      const mark = payloadSchemas[decided.type].safeParse(decided.payload).data;
      return mark ? hitRows({ seen, current, mark }) : [];
    }
    default:
      return [];
  }
}

function item(cache: Cache, row: OutboxRow): OutboxItem {
  const outcome = outcomeOf(row.decided);
  const by = row.state === 'superseded' ? replacing(cache, row)?.decided.type : undefined;
  return {
    commandId: row.commandId,
    type: row.decided.type,
    customerId: row.decided.customerId,
    customerName: row.decided.customerName,
    ...(outcome ? { outcome } : {}),
    summary: decisionWords(row.decided),
    decidedAt: row.decidedAt,
    state: row.state,
    ...(row.undoUntil === undefined ? {} : { undoUntil: row.undoUntil }),
    ...(row.appliedVersion === undefined ? {} : { appliedVersion: row.appliedVersion }),
    ...(row.endedAt === undefined ? {} : { endedAt: row.endedAt }),
    ...(row.parked ? { parked: row.parked } : {}),
    ...(by ? { supersededBy: by } : {}),
  };
}

const replacing = (cache: Cache, { commandId, decided }: OutboxRow): OutboxRow | undefined =>
  cache.outboxOfCustomer(decided.customerId).find(row => row.decided.replaces === commandId);
