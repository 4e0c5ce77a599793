import { assertNever } from '../../../shared/result.ts';
import type { BodyOf, JournalEntry } from '../journal/entries.ts';
import type { Database } from '../ports.ts';
import type { Bodies } from './bodies.ts';
import {
  answerCommand,
  commandAbout,
  effectiveResult,
  endCommand,
  insertCommand,
  parkCommand,
  readDecidedMarks,
  sealCommand,
  type Kept,
} from './commands.ts';
import { integer } from './columns.ts';
import { clearDraft, hasDraft, putDraft, readDraft } from './drafts.ts';
import { writeMeta } from './meta.ts';
import { addViewed, clearViewed } from './viewed.ts';

export interface Projected {
  readonly customerId: string | undefined;
  readonly outbox: boolean;
}

const nothing: Projected = { customerId: undefined, outbox: false };

/** Applies one journal entry to the cache. Inside the caller's transaction; an entry about an unknown command changes nothing. */
export function projectEntry(
  database: Database,
  bodies: Pick<Bodies, 'line' | 'pack'>,
  { seq, at, body }: JournalEntry,
): Projected {
  switch (body.kind) {
    case 'decided':
      insertCommand(database, seq, at, body, kept(database, bodies, body));
      if (body.type === 'review.finish' || body.type === 'review.release')
        clearDraft(database, body.customerId);
      return { customerId: body.customerId, outbox: true };
    case 'undone': {
      const about = commandAbout(database, body.commandId);
      endCommand(database, at, body.commandId, 'undone');
      if (about?.type === 'review.finish') restoreDraft(database, seq, body.commandId, about.customerId);
      if (about?.type === 'review.start') clearDraft(database, about.customerId);
      return changed(about);
    }
    case 'sealed':
      sealCommand(database, body);
      return changed(commandAbout(database, body.commandId));
    case 'answered': {
      const about = commandAbout(database, body.commandId);
      answerCommand(database, at, body);
      if (about?.type === 'review.finish' && effectiveResult(body.result).result === 'applied') {
        clearViewed(database, about.customerId);
      }
      return changed(about);
    }
    case 'parked':
      parkCommand(database, at, body);
      return changed(commandAbout(database, body.commandId));
    case 'withdrawn': {
      const about = commandAbout(database, body.commandId);
      endCommand(database, at, body.commandId, 'withdrawn');
      if (about?.type === 'review.finish') restoreDraft(database, seq, body.commandId, about.customerId);
      return changed(about);
    }
    case 'superseded':
      endCommand(database, at, body.commandId, 'superseded');
      return changed(commandAbout(database, body.commandId));
    case 'marked': {
      // Lists show whether there is a draft, not what is in it; the room that gave the verdict has it already.
      const before = hasDraft(database, body.customerId, body.lastReview);
      const { kind: _kind, customerId: _customerId, verdict, ...given } = body;
      putDraft(database, body.customerId, seq, { ...verdict, ...given });
      return hasDraft(database, body.customerId, body.lastReview) === before
        ? nothing
        : { customerId: body.customerId, outbox: false };
    }
    case 'viewed':
      addViewed(database, body);
      return nothing;
    case 'policyChanged':
      writeMeta(database, 'notedPolicy', JSON.stringify(body.policy));
      return nothing;
    case 'opened':
    case 'locked':
    case 'exported':
    case 'retired':
    case 'registered':
    case 'lost':
    case 'recovered':
      return nothing;
    default:
      return assertNever(body);
  }
}

/** What was decided on: the case, when it is here in that version, and of a finish every verdict of the draft. */
function kept(
  database: Database,
  bodies: Pick<Bodies, 'line' | 'pack'>,
  { type, customerId, baseVersion }: BodyOf<'decided'>,
): Kept {
  const isFinish = type === 'review.finish';
  if (!isFinish && type !== 'screening.resolve') return { seen: null, marks: null };
  const found = database
    .prepare('SELECT row FROM customer WHERE id = ? AND version = ?')
    .get(customerId, baseVersion);
  const line = found && bodies.line(integer(found, 'row'));
  return { seen: line ? bodies.pack(line) : null, marks: isFinish ? readDraft(database, customerId) : null };
}

const changed = (about: { readonly customerId: string } | undefined): Projected => ({
  customerId: about?.customerId,
  outbox: true,
});

/** A finish that was taken back leaves the check as it was: open, with every verdict and what it was given on. */
function restoreDraft(database: Database, seq: number, commandId: string, customerId: string): void {
  for (const mark of readDecidedMarks(database, commandId)) putDraft(database, customerId, seq, mark);
}

/** Empties everything that follows from the journal, to be projected again from its first entry. */
export function forgetProjection(database: Database): void {
  for (const table of ['command', 'draft', 'viewed_page']) database.prepare(`DELETE FROM ${table}`).run();
}
