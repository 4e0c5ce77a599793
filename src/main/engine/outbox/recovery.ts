import { firstPrevHash } from '../../../shared/domain/command.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { Journal } from '../journal/types.ts';
import { usesPlace } from './answers.ts';
import type { SequenceHead } from './command.ts';

interface Place {
  readonly commandId: string;
  readonly deviceSeq: number;
  readonly hash: string;
}

/** The device's sequence from a place on, as the journal has it. */
export interface Plan {
  /** To be sent again exactly as sealed. */
  readonly resend: readonly string[];
  /** Have no final answer and stand after a place that was never used: to be sealed anew from `head` on. */
  readonly reseal: readonly string[];
  readonly head: SequenceHead;
}

/**
 * The plan, from no more of the journal than it needs: years of work lie before the place that the backend asks for.
 * What was sealed only before that place's predecessor plays no part in a plan, and no command has its end before it is
 * sealed. How far the journal reaches at all, where it does not reach that place, takes every entry to tell.
 */
export function planFrom(
  journal: Pick<Journal, 'entriesAfter' | 'streamStart' | 'firstSealedFrom'>,
  expected: number,
): ReturnType<typeof planRecovery> {
  const first = journal.firstSealedFrom(expected - 1);
  const near = planRecovery(first === undefined ? [] : journal.entriesAfter(first - 1), expected);
  return near.ok ? near : planRecovery(journal.entriesAfter(journal.streamStart()), expected);
}

/**
 * What to send when the backend asks for place `expected`. It lies behind ours when an answer was final without using
 * its place, or when the backend was restored from an older copy; ahead of ours only if this journal lost entries.
 */
export function planRecovery(
  entries: Iterable<JournalEntry>,
  expected: number,
): Result<Plan, { readonly known: number }> {
  const places = new Map<string, Place>();
  const answered = new Map<string, boolean>();
  for (const { body } of entries) {
    if (body.kind === 'sealed') {
      const { commandId, deviceSeq, hash } = body;
      // To the end: the order must not depend on how far back the entries begin.
      places.delete(commandId);
      places.set(commandId, { commandId, deviceSeq, hash });
    }
    if (body.kind === 'answered') answered.set(body.commandId, usesPlace(body.result));
    // What was answered, only not readably, most likely has its place; the rest never got one.
    if (body.kind === 'parked') answered.set(body.commandId, body.code === 'answer_unreadable');
  }
  const inOrder = [...places.values()]
    .filter(place => answered.get(place.commandId) !== false)
    .toSorted((a, b) => a.deviceSeq - b.deviceSeq);
  const before = inOrder.findLast(place => place.deviceSeq < expected);
  const known = before?.deviceSeq ?? 0;
  if (known !== expected - 1) return fail({ known });

  const after = inOrder.filter(place => place.deviceSeq >= expected);
  const hole = after.findIndex((place, index) => place.deviceSeq !== expected + index);
  const resend = hole < 0 ? after : after.slice(0, hole);
  const rest = hole < 0 ? [] : after.slice(hole);
  // A place after the hole that the backend has already used can't be moved: then the two histories disagree.
  const moved = rest.filter(place => !answered.has(place.commandId));
  if (moved.length !== rest.length) return fail({ known: resend.at(-1)?.deviceSeq ?? known });
  const last = resend.at(-1) ?? before;
  return ok({
    resend: resend.map(place => place.commandId),
    reseal: moved.map(place => place.commandId),
    head: last ? { deviceSeq: last.deviceSeq, hash: last.hash } : { deviceSeq: 0, hash: firstPrevHash },
  });
}
