import { concat, fromHex, utf8, type Bytes } from '../bytes.ts';
import { z } from '../zod.ts';
import { canonicalBytes } from './canonical.ts';
import {
  customerSchema,
  idSchema,
  screeningResolutionSchema,
  sha256Schema,
  timestampSchema,
} from './customer.ts';
import { documentSideSchema, documentTypeSchema } from './documents.ts';
import { itemVerdictSchema, outcomeSchema, requestedItemSchema } from './items.ts';

const text = z.string().max(4000);

/** What each type of command carries. `reasons` of a finish are those for the whole case, beside the ones of its items. */
export const payloadSchemas = {
  'review.start': z.strictObject({}),
  'review.release': z.strictObject({}),
  'review.finish': z.strictObject({
    outcome: outcomeSchema,
    reasons: z.array(z.string().max(100)).max(20).optional(),
    verdicts: z.array(itemVerdictSchema.strict()).max(500),
    request: z.array(requestedItemSchema.strict()).max(200),
    tags: z.array(z.string().min(1).max(60)).max(20),
    note: text.nullish(),
  }),
  'field.correct': z.strictObject({ field: z.string().max(100), value: text, reason: text }),
  'document.classify': z.strictObject({
    documentId: idSchema,
    type: documentTypeSchema,
    side: documentSideSchema.nullish(),
  }),
  'screening.resolve': z.strictObject({ hitId: idSchema, resolution: screeningResolutionSchema, note: text }),
  'approval.second': z.strictObject({ commandId: idSchema, agree: z.boolean(), note: text }),
  'customer.assign': z.strictObject({ userId: idSchema.nullable() }),
  'customer.escalate': z.strictObject({ to: idSchema, note: text }),
  'customer.appeal': z.strictObject({ note: text }),
  'note.add': z.strictObject({ text: text.min(1), mentions: z.array(idSchema).max(50) }),
} as const;
export type CommandType = keyof typeof payloadSchemas;
export type CommandPayload<T extends CommandType = CommandType> = z.infer<(typeof payloadSchemas)[T]>;

export const commandTypes = Object.keys(payloadSchemas) as readonly CommandType[];
export const commandTypeSchema = z.enum(Object.keys(payloadSchemas) as [CommandType, ...CommandType[]]);

export const evidenceSchema = z.strictObject({
  documentId: idSchema,
  sha256: sha256Schema,
  pagesViewed: z.array(z.int().min(1)).max(1000),
  seconds: z.int().nonnegative(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

const envelope = {
  id: idSchema,
  customerId: idSchema,
  userId: idSchema,
  deviceId: idSchema,
  deviceSeq: z.int().min(1),
  baseVersion: z.int().min(1).nullable(),
  dependsOn: idSchema.nullable(),
  decidedAt: timestampSchema,
  clock: z.strictObject({
    lastServerTime: timestampSchema.nullable(),
    elapsedMs: z.int().nonnegative().nullable(),
  }),
  evidence: z.array(evidenceSchema).max(500),
  prevHash: sha256Schema,
  hash: sha256Schema,
  signature: z.base64().length(88),
};

const member = <T extends CommandType>(type: T) =>
  z.strictObject({ ...envelope, type: z.literal(type), payload: payloadSchemas[type] });

/** A signed command as it travels. */
export const commandSchema = z.discriminatedUnion('type', [
  member('review.start'),
  member('review.release'),
  member('review.finish'),
  member('field.correct'),
  member('document.classify'),
  member('screening.resolve'),
  member('approval.second'),
  member('customer.assign'),
  member('customer.escalate'),
  member('customer.appeal'),
  member('note.add'),
]);
export type Command = z.infer<typeof commandSchema>;
export type UnsignedCommand = Omit<Command, 'hash' | 'signature'>;

/** `prevHash` of a device's first command. */
export const firstPrevHash = '0'.repeat(64);

/** The bytes whose SHA-256 is a command's `hash`: RFC 8785 JSON of the received object without hash and signature. */
export function commandHashInput(command: Readonly<Record<string, unknown>>): Bytes {
  const { hash: _hash, signature: _signature, ...rest } = command;
  return canonicalBytes(rest);
}

/** The bytes that a device signs for a command (Ed25519). */
export const commandSigningInput = (hash: string): Bytes =>
  concat(utf8('sealdesk/command/v1\0'), fromHex(hash));

/** The bytes that a device signs to prove its key at sign-in. */
export const sessionSigningInput = (challenge: Uint8Array): Bytes =>
  concat(utf8('sealdesk/session/v1\0'), challenge);

export const commandOutcomeSchema = z.enum([
  'applied',
  'replayed',
  'conflict',
  'locked',
  'held',
  'refused',
  'retry',
  'waiting',
]);
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>;

const resultShape = {
  id: z.string(),
  result: commandOutcomeSchema,
  status: z.int(),
  code: z.string().nullish(),
  detail: z.string().nullish(),
  version: z.int().nullish(),
  /** The customer as it is now, where the answer is a conflict and goes to somebody who may read cases. */
  current: customerSchema.nullish(),
  /** The guarded facts that differ: `status`, `claim`, `fields`, `field:<key>`, `owners`, `documents`, `screening`, … */
  differs: z.array(z.string()).nullish(),
  holder: z.string().nullish(),
  until: timestampSchema.nullish(),
  expected: z.int().nullish(),
  retryAfterMs: z.int().nullish(),
  awaitingSecondApproval: z.boolean().nullish(),
};
const firstResultSchema = z.object(resultShape);
export const commandResultSchema = firstResultSchema.extend({ first: firstResultSchema.nullish() });
export type CommandResult = z.infer<typeof commandResultSchema>;

/** Whether this answer ends the command; only `retry` and `waiting` do not. */
export const isFinal = (outcome: CommandOutcome): boolean => outcome !== 'retry' && outcome !== 'waiting';
