import { z } from '../zod.ts';
import { documentSideSchema, documentTypeSchema, mimeSchema } from './documents.ts';
import { itemSchema, itemVerdictSchema, outcomeSchema } from './items.ts';
import { riskSchema } from './risk.ts';
import {
  customerKindSchema,
  leadStatusSchema,
  reviewStatusSchema,
  verificationStatusSchema,
} from './status.ts';

/** RFC 3339, UTC, milliseconds. */
export const timestampSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'not a UTC time');
export const idSchema = z.string().regex(/^[\w-]{1,64}$/, 'not an id');
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'not a lowercase hex SHA-256');

export const documentSchema = z.object({
  id: idSchema,
  customerId: idSchema,
  type: documentTypeSchema,
  side: documentSideSchema.nullish(),
  page: z.int().nullish(),
  filename: z.string().max(255),
  mime: mimeSchema,
  size: z.int().nonnegative(),
  sha256: sha256Schema,
  replaces: idSchema.nullish(),
  uploadedAt: timestampSchema,
  uploadedBy: z.string(),
  expiresOn: z.string().nullish(),
});
export type Document = z.infer<typeof documentSchema>;

/** x, y, width, height as fractions of the page, origin top left. */
export const regionSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Region = z.infer<typeof regionSchema>;

export const extractedValueSchema = z.object({
  value: z.string(),
  source: z.string(),
  documentId: idSchema.nullish(),
  page: z.int().nullish(),
  region: regionSchema.nullish(),
});
export type ExtractedValue = z.infer<typeof extractedValueSchema>;

export const fieldValueSchema = z.object({
  value: z.string().nullable(),
  extracted: z.array(extractedValueSchema),
});
export type FieldValue = z.infer<typeof fieldValueSchema>;

export const beneficialOwnerSchema = z.object({
  id: idSchema,
  name: z.string(),
  dateOfBirth: z.string().nullish(),
  nationality: z.string().nullish(),
  /** Percent with up to two decimals, as a number: this is data, it never occurs in a command. */
  ownershipPercent: z.number(),
  isDirector: z.boolean(),
});
export type BeneficialOwner = z.infer<typeof beneficialOwnerSchema>;

export const providerStateSchema = z.enum(['pending', 'clear', 'rfi', 'alert', 'error']);
export const screeningResolutionSchema = z.enum(['falsePositive', 'match', 'inconclusive']);

export const screeningHitSchema = z.object({
  id: idSchema,
  listName: z.string(),
  name: z.string(),
  score: z.number(),
  matched: z.array(z.string()),
  resolution: screeningResolutionSchema.nullish(),
});
export type ScreeningHit = z.infer<typeof screeningHitSchema>;

const findingSchema = z.object({
  code: z.string(),
  item: itemSchema.nullish(),
  message: z.string(),
  count: z.int().nonnegative().nullish().describe('how many `message` speaks of, where it counts'),
  hitId: idSchema
    .nullish()
    .describe('where `message` speaks of somebody on a watchlist who is no hit: the one that they would be'),
});

export const customerSchema = z.object({
  id: idSchema,
  externalId: z.string().nullish(),
  kind: customerKindSchema,
  levelId: z.string(),
  levelVersion: z.int(),
  name: z.string(),
  status: verificationStatusSchema,
  reviewStatus: reviewStatusSchema,
  leadStatus: leadStatusSchema,
  version: z.int().min(1),
  fields: z.record(z.string(), fieldValueSchema),
  beneficialOwners: z.array(beneficialOwnerSchema).nullish(),
  documents: z.array(documentSchema),
  providers: z.array(
    z.object({
      name: z.string(),
      state: providerStateSchema,
      finishedAt: timestampSchema.nullish(),
      findings: z.array(findingSchema),
    }),
  ),
  screening: z.object({ hits: z.array(screeningHitSchema) }),
  risk: riskSchema,
  rfi: z
    .object({
      id: idSchema,
      openedAt: timestampSchema,
      items: z.array(
        z.object({
          item: itemSchema,
          reasons: z.array(z.string()),
          customerComment: z.string().nullish(),
          answeredAt: timestampSchema.nullish(),
        }),
      ),
    })
    .nullish(),
  /** The open check: a lease on the customer. `by` is a user id. */
  check: z
    .object({ id: idSchema, by: idSchema, startedAt: timestampSchema, expiresAt: timestampSchema })
    .nullish(),
  awaitingSecondApproval: z.object({ commandId: idSchema, by: idSchema }).nullish(),
  lastReview: z
    .object({
      outcome: outcomeSchema,
      verdicts: z.array(itemVerdictSchema),
      /** Reasons for the whole case, beside those of its items. */
      reasons: z.array(z.string()).nullish(),
      tags: z.array(z.string()),
      by: idSchema,
      at: timestampSchema,
    })
    .nullish(),
  assignee: idSchema.nullish(),
  dueAt: timestampSchema.nullish(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  submittedAt: timestampSchema.nullish(),
});
export type Customer = z.infer<typeof customerSchema>;

/** Documents that no later one replaces: the ones a decision is made on. */
export function currentDocuments(documents: readonly Document[]): readonly Document[] {
  const replaced = new Set(documents.map(document => document.replaces));
  return documents.filter(document => !replaced.has(document.id));
}
