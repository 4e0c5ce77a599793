import { commandResultSchema, commandTypeSchema, evidenceSchema } from '../../../shared/domain/command.ts';
import { itemContentSchema } from '../../../shared/domain/content.ts';
import { idSchema, sha256Schema, timestampSchema } from '../../../shared/domain/customer.ts';
import { itemVerdictSchema } from '../../../shared/domain/items.ts';
import { z } from '../../../shared/zod.ts';

const commandId = idSchema;

/** What the journal holds, by kind. Frozen: a change of meaning is a new kind, never an edit. */
export const journalBodySchema = z.discriminatedUnion('kind', [
  /** A person decided. Everything of the command but its place in the device's sequence. */
  z.object({
    kind: z.literal('decided'),
    commandId,
    type: commandTypeSchema,
    customerId: idSchema,
    userId: idSchema,
    deviceId: idSchema,
    baseVersion: z.int().nullable(),
    dependsOn: idSchema.nullable(),
    clock: z.object({ lastServerTime: timestampSchema.nullable(), elapsedMs: z.int().nullable() }),
    payload: z.record(z.string(), z.json()),
    evidence: z.array(evidenceSchema),
    /** Milliseconds during which it can be taken back; 0 for what is sent at once. */
    undoMs: z.int().nonnegative(),
    /** The parked command that this one replaces. */
    replaces: idSchema.nullable(),
    /** For the person and the outbox, not sent: the name of the customer as it was seen. */
    customerName: z.string(),
  }),
  z.object({ kind: z.literal('undone'), commandId }),
  /** Placed in the device's sequence and signed, just before it is sent for the first time. */
  z.object({
    kind: z.literal('sealed'),
    commandId,
    deviceSeq: z.int().min(1),
    prevHash: sha256Schema,
    hash: sha256Schema,
    signature: z.string(),
  }),
  z.object({ kind: z.literal('answered'), commandId, result: commandResultSchema }),
  /** Can't be sent at all, for a reason found here: it can't be read, or what it depends on did not happen. */
  z.object({ kind: z.literal('parked'), commandId, code: z.string(), detail: z.string() }),
  z.object({ kind: z.literal('withdrawn'), commandId, reason: z.string() }),
  z.object({ kind: z.literal('superseded'), commandId, by: idSchema.nullable() }),
  /**
   * A verdict on one item of an open check, what it was given on, and when the review before it had ended, if there was
   * one. The last one of an item counts.
   */
  z.object({
    kind: z.literal('marked'),
    customerId: idSchema,
    verdict: itemVerdictSchema,
    on: itemContentSchema.optional(),
    lastReview: timestampSchema.optional(),
  }),
  z.object({ kind: z.literal('opened'), customerId: idSchema, documentId: idSchema, sha256: sha256Schema }),
  z.object({
    kind: z.literal('viewed'),
    customerId: idSchema,
    documentId: idSchema,
    sha256: sha256Schema,
    page: z.int().min(1),
    seconds: z.int().nonnegative(),
    /** When the last review had ended by then, if there was one. */
    lastReview: timestampSchema.optional(),
  }),
  z.object({ kind: z.literal('locked'), cause: z.string() }),
  z.object({ kind: z.literal('exported'), what: z.string() }),
  /** Stands where a damaged journal had an entry that could not be read, so that numbers stay without holes. */
  z.object({ kind: z.literal('lost') }),
  /** The journal was found damaged, or behind what was known outside it, and goes on from here. */
  z.object({
    kind: z.literal('recovered'),
    cause: z.enum(['damaged', 'behind', 'forked', 'unanchored']),
    /** The name in the profile under which the damaged journal was set aside. */
    aside: z.string().nullable(),
    saved: z.int().nonnegative(),
    unreadable: z.int().nonnegative(),
    /** Known to have existed after the last one that is here. */
    missing: z.int().nonnegative(),
    /** The heads outside the journal that no longer hold: they are answered by this entry. */
    superseded: z.array(z.object({ size: z.int().nonnegative(), root: sha256Schema })),
  }),
  /** The person gave this device up, because the backend knows more of it than the journal does; its key, for proofs. */
  z.object({ kind: z.literal('retired'), deviceId: idSchema, publicKey: z.string() }),
  /** From here on the vault belongs to another device: its sequence of commands begins after this entry, at 1. */
  z.object({ kind: z.literal('registered'), deviceId: idSchema, publicKey: z.string() }),
  z.object({ kind: z.literal('policyChanged'), policy: z.record(z.string(), z.json()) }),
]);
export type JournalBody = z.infer<typeof journalBodySchema>;
export type JournalKind = JournalBody['kind'];
export type BodyOf<K extends JournalKind> = Extract<JournalBody, { kind: K }>;

export interface JournalEntry {
  /** 1, 2, 3, … without holes. */
  readonly seq: number;
  /** RFC 3339, what this device's clock said. */
  readonly at: string;
  readonly body: JournalBody;
}
