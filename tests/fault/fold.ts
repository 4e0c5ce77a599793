import { effectiveResult, type Cache, type Mark } from '../../src/main/engine/cache/index.ts';
import type { BodyOf, JournalEntry } from '../../src/main/engine/journal/index.ts';

export interface FoldedCommand {
  readonly decided: BodyOf<'decided'>;
  /** `open`: it still has to arrive. */
  state: 'open' | 'undone' | 'withdrawn' | 'superseded' | 'applied' | 'parked';
  sealed?: BodyOf<'sealed'>;
  answered?: BodyOf<'answered'>;
  /** The draft that a finish ended. */
  ended?: ReadonlyMap<string, Mark>;
}

export interface Fold {
  readonly commands: ReadonlyMap<string, FoldedCommand>;
  /** Verdicts by item, of the checks that are open. */
  readonly drafts: ReadonlyMap<string, ReadonlyMap<string, Mark>>;
}

/** What follows from a journal, told a second time and in the plainest way. */
export function foldJournal(entries: Iterable<JournalEntry>): Fold {
  const commands = new Map<string, FoldedCommand>();
  const drafts = new Map<string, Map<string, Mark>>();
  const draftOf = (customerId: string): Map<string, Mark> => {
    const draft = drafts.get(customerId) ?? new Map<string, Mark>();
    drafts.set(customerId, draft);
    return draft;
  };
  for (const { body } of entries) {
    if (body.kind === 'marked') {
      const { customerId, verdict, on, lastReview } = body;
      const given = { ...(on ? { on } : {}), ...(lastReview ? { lastReview } : {}) };
      draftOf(customerId).set(verdict.item, { ...verdict, ...given });
    }
    if (body.kind === 'decided') {
      const ended = body.type === 'review.finish' ? drafts.get(body.customerId) : undefined;
      commands.set(body.commandId, { decided: body, state: 'open', ...(ended ? { ended } : {}) });
      if (['review.finish', 'review.release'].includes(body.type)) drafts.delete(body.customerId);
    }
    const command = 'commandId' in body ? commands.get(body.commandId) : undefined;
    if (!command) continue;
    if (body.kind === 'sealed') Object.assign(command, { sealed: body, state: 'open' });
    if (body.kind === 'undone' || body.kind === 'withdrawn' || body.kind === 'superseded') {
      command.state = body.kind;
    }
    if (body.kind === 'parked') command.state = 'parked';
    if (body.kind === 'answered') {
      command.answered = body;
      command.state = effectiveResult(body.result).result === 'applied' ? 'applied' : 'parked';
    }
    if (body.kind !== 'undone' && body.kind !== 'withdrawn') continue;
    const { type, customerId } = command.decided;
    if (body.kind === 'undone' && type === 'review.start') drafts.delete(customerId);
    for (const mark of command.ended?.values() ?? []) draftOf(customerId).set(mark.item, mark);
  }
  return { commands, drafts };
}

const open: ReadonlySet<string> = new Set(['undoable', 'queued', 'sending']);
const byItem = (verdicts: Iterable<Mark>): string =>
  JSON.stringify([...verdicts].toSorted((a, b) => (a.item < b.item ? -1 : 1)));

/** Where the cache's view is another than the fold, in words; nothing when they are the same. */
export function differences(
  fold: Fold,
  cache: Pick<Cache, 'outboxRow' | 'outboxCounts' | 'draft'>,
  customers: Iterable<string>,
): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, mine: unknown, theirs: unknown): void => {
    const [a, b] = [JSON.stringify(mine), JSON.stringify(theirs)];
    if (a !== b) found.push(`${what}: ${a} in the journal, ${b} in the cache`);
  };
  for (const [commandId, { decided, state, sealed, answered }] of fold.commands) {
    const row = cache.outboxRow(commandId);
    compare(`${commandId} state`, state, row && open.has(row.state) ? 'open' : row?.state);
    compare(`${commandId} decided`, decided, row?.decided);
    compare(`${commandId} sealed`, sealed, row?.sealed);
    compare(`${commandId} answered`, answered?.result, row?.answer);
  }
  const decisions = [...fold.commands.values()].filter(
    ({ decided }) => !['review.start', 'review.release'].includes(decided.type),
  );
  const counted = (state: string): number => decisions.filter(command => command.state === state).length;
  compare('applied decisions', counted('applied'), cache.outboxCounts().applied);
  for (const customerId of customers) {
    const draft = fold.drafts.get(customerId)?.values() ?? [];
    compare(`draft of ${customerId}`, byItem(draft), byItem(cache.draft(customerId)));
  }
  return found;
}
