import {
  customerSchema,
  documentSchema,
  extractedValueSchema,
  idSchema,
  screeningHitSchema,
  screeningResolutionSchema,
  timestampSchema,
} from '../domain/customer.ts';
import { itemContentSchema } from '../domain/content.ts';
import {
  itemSchema,
  itemVerdictSchema,
  outcomeSchema,
  requestedItemSchema,
  verdictSchema,
} from '../domain/items.ts';
import { levelSchema } from '../domain/levels.ts';
import { noteSchema } from '../api/changes.ts';
import { z } from '../zod.ts';
import { linkRowSchema } from './links.ts';
import { commandStateSchema, parkedSchema } from './queue.ts';

export const caseItemSchema = z.object({
  item: itemSchema,
  kind: z.enum(['field', 'document', 'owner', 'documentType']),
  key: z.string(),
  label: z.string(),
  required: z.boolean(),
  missing: z.boolean(),
  /** The value as given by the customer, as raw text; absent for documents. */
  provided: z.string().optional(),
  extracted: z.array(extractedValueSchema),
  /** Whether provided and extracted agree, by `fieldAgreement`; `none`: nothing that can be compared letter by letter. */
  agreement: z.enum(['same', 'transliterated', 'differs', 'none']),
  findings: z.array(z.object({ code: z.string(), message: z.string() })),
  /** Unreviewed also where a verdict was given on something else than what is there now. */
  verdict: itemVerdictSchema,
  /** The verdict that no longer counts, and what it was given on where that is known. */
  changed: z.object({ verdict: verdictSchema, before: itemContentSchema.optional() }).optional(),
});
export type CaseItem = z.infer<typeof caseItemSchema>;

export const caseDocumentSchema = documentSchema.extend({
  label: z.string(),
  current: z.boolean(),
  local: z.enum(['ready', 'waiting', 'fetching', 'damaged']),
  pagesViewed: z.array(z.int()),
});
export type CaseDocument = z.infer<typeof caseDocumentSchema>;

const hitMark = { resolution: screeningResolutionSchema, note: z.string() };

/** A hit of the watchlist as this workstation sees it: `resolution` is also one that was given here and is on its way. */
export const caseHitSchema = screeningHitSchema.extend({
  /**
   * Given here, and not in the case yet. `changed`: the hit says something else since, or somebody else marked it, so
   * that it does not count. `inCase`: what the case itself says was made of the hit.
   */
  waiting: z
    .object({ ...hitMark, changed: z.boolean(), inCase: screeningResolutionSchema.nullable() })
    .optional(),
  /** Given here, and not taken by the backend. */
  parked: z.object({ ...hitMark, commandId: idSchema, why: parkedSchema.optional() }).optional(),
});
export type CaseHit = z.infer<typeof caseHitSchema>;

/**
 * The check of a case as this workstation sees it.
 *
 *   none ─start─▶ open ─finish─▶ decided          (release: back to none)
 *   claimed: somebody else holds it; unconfirmed: started here, the backend has not granted it yet
 */
export const caseCheckSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('open'),
    confirmed: z.boolean(),
    startedAt: timestampSchema,
    expiresAt: timestampSchema.optional(),
    startCommandId: idSchema.optional(),
  }),
  z.object({ state: z.literal('claimed'), holder: z.string(), until: timestampSchema }),
  z.object({
    state: z.literal('decided'),
    commandId: idSchema,
    commandState: commandStateSchema,
    outcome: outcomeSchema,
    decidedAt: timestampSchema,
    undoUntil: timestampSchema.optional(),
    parked: parkedSchema.optional(),
  }),
]);
export type CaseCheck = z.infer<typeof caseCheckSchema>;

export const caseViewSchema = z.object({
  /** With the marks of hits that are on their way. */
  customer: customerSchema,
  level: levelSchema.optional(),
  levelName: z.string(),
  asOf: timestampSchema.optional(),
  check: caseCheckSchema,
  items: z.array(caseItemSchema),
  documents: z.array(caseDocumentSchema),
  hits: z.array(caseHitSchema),
  /** Whether who is here may mark hits of this case just now. */
  mayResolve: z.boolean(),
  notes: z.array(noteSchema.extend({ author: z.string(), waiting: z.boolean() })),
  /** Verification links that were made for the customer, the newest first. */
  links: z.array(linkRowSchema),
  /** Names of users that occur in the case. */
  people: z.record(z.string(), z.string()),
  tagsInUse: z.array(z.string()),
});
export type CaseView = z.infer<typeof caseViewSchema>;

/** The version of the case that the window showed when the person acted. */
export const shownVersion = z.int().min(1);

export const finishInputSchema = z.strictObject({
  customerId: idSchema,
  version: shownVersion,
  outcome: outcomeSchema,
  reasons: z.array(z.string()).max(20),
  request: z.array(requestedItemSchema.strict()).max(200),
  tags: z.array(z.string().min(1).max(60)).max(20),
  note: z.string().max(4000).optional(),
});
export type FinishInput = z.infer<typeof finishInputSchema>;

export const commandReceiptSchema = z.object({
  commandId: idSchema,
  state: commandStateSchema,
  undoUntil: timestampSchema.optional(),
});
