import type { Bytes } from '../../../shared/bytes.ts';
import { payloadSchemas } from '../../../shared/domain/command.ts';
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
  readCommand,
  sealCommand,
} from './commands.ts';
import { integer } from './columns.ts';
import { clearDraft, hasDraft, putDraft } from './drafts.ts';
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
      insertCommand(database, seq, at, body, decidedOn(database, bodies, body));
      if (body.type === 'review.finish' || body.type === 'review.release')
        clearDraft(database, body.customerId);
      return { customerId: body.customerId, outbox: true };
    case 'undone': {
      const about = commandAbout(database, body.commandId);
      endCommand(database, at, body.commandId, 'undone');
      if (about?.type === 'review.finish') restoreDraft(database, seq, body.commandId);
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
    case 'withdrawn':
    case 'superseded':
      endCommand(database, at, body.commandId, body.kind);
      return changed(commandAbout(database, body.commandId));
    case 'marked': {
      // Lists show whether there is a draft, not what is in it; the room that gave the verdict has it already.
      const before = hasDraft(database, body.customerId);
      putDraft(database, body.customerId, seq, body.verdict);
      return hasDraft(database, body.customerId) === before
        ? nothing
        : { customerId: body.customerId, outbox: false };
    }
    case 'viewed':
      addViewed(database, body);
      return nothing;
    case 'opened':
    case 'locked':
    case 'exported':
    case 'policyChanged':
    case 'retired':
    case 'registered':
    case 'lost':
    case 'recovered':
      return nothing;
    default:
      return assertNever(body);
  }
}

/** The case that a finish was decided on, packed, when it is here in that version. */
function decidedOn(
  database: Database,
  bodies: Pick<Bodies, 'line' | 'pack'>,
  { type, customerId, baseVersion }: BodyOf<'decided'>,
): Bytes | null {
  if (type !== 'review.finish') return null;
  const found = database
    .prepare('SELECT row FROM customer WHERE id = ? AND version = ?')
    .get(customerId, baseVersion);
  const line = found && bodies.line(integer(found, 'row'));
  return line ? bodies.pack(line) : null;
}

const changed = (about: { readonly customerId: string } | undefined): Projected => ({
  customerId: about?.customerId,
  outbox: true,
});

/** An undone finish leaves the check as it was: open, with every verdict that it carried. */
function restoreDraft(database: Database, seq: number, commandId: string): void {
  const decided = readCommand(database, commandId, { now: 0, sending: new Set() })?.decided;
  const payload = payloadSchemas['review.finish'].safeParse(decided?.payload);
  if (!decided || !payload.success) return;
  for (const verdict of payload.data.verdicts) putDraft(database, decided.customerId, seq, verdict);
}

/** Empties everything that follows from the journal, to be projected again from its first entry. */
export function forgetProjection(database: Database): void {
  for (const table of ['command', 'draft', 'viewed_page']) database.prepare(`DELETE FROM ${table}`).run();
}
