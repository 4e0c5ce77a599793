import { documentSideSchema, documentTypeSchema } from '../domain/documents.ts';
import { customerKindSchema } from '../domain/status.ts';
import { holdsControls } from '../domain/text.ts';
import { z } from '../zod.ts';
import { absentOrNull } from './absent.ts';

/**
 * What breaks a line, or shows nothing: two names that look alike would be two. Joiners, the marks of a direction and what
 * chooses the shape of the sign before it stay: words and emoji need them.
 */
const unseen =
  /[\p{Zl}\p{Zp}[\p{Default_Ignorable_Code_Point}--[\u061C\u200C-\u200F\p{Variation_Selector}]]]/v;

/** What people call something: one line, without signs that nobody sees or that turn it round. */
const wordsSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, { error: 'holds a control character', abort: true })
  .refine(text => !holdsControls(text) && !unseen.test(text), 'holds a control character');

/** Every new case and every workstation that begins afresh reads them: their number is bounded, per tenant and per level. */
export const mostLevels = 200;
export const mostVersions = 1000;

/** A field that a level asks for; label and type are those of the field where they are not given. */
const levelFieldSchema = z.strictObject({
  key: z.string().max(100),
  label: absentOrNull(wordsSchema),
  type: absentOrNull(z.string().max(100)),
  required: z.boolean(),
});

const levelDocumentSchema = z.strictObject({
  type: documentTypeSchema,
  label: absentOrNull(wordsSchema),
  required: z.boolean(),
  sides: absentOrNull(z.array(documentSideSchema).max(2)),
});

const parts = {
  name: wordsSchema,
  fields: z.array(levelFieldSchema).min(1).max(100),
  documents: z.array(levelDocumentSchema).max(50),
  checks: z.array(z.string().max(100)).max(50),
  /** Null: never without a person. */
  autoApproveBelow: z
    .int()
    .min(0)
    .max(100)
    .nullable()
    .describe('the risk score below which a clean case is approved without a person; null: never'),
  fourEyes: z.boolean(),
  linkTtlHours: z
    .int()
    .min(1)
    .max(24 * 90),
};

export const newLevelSchema = z.strictObject({
  /** Lower-case words with hyphens between; one is made where it is absent. */
  id: absentOrNull(
    z
      .string()
      .max(60)
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'not lower-case words with hyphens between'),
  ),
  kind: customerKindSchema,
  name: parts.name,
  fields: parts.fields,
  documents: absentOrNull(parts.documents),
  checks: absentOrNull(parts.checks),
  autoApproveBelow: parts.autoApproveBelow.optional(),
  fourEyes: absentOrNull(parts.fourEyes),
  linkTtlHours: absentOrNull(parts.linkTtlHours),
});

/** What is there replaces what was; id and kind stay. Of `autoApproveBelow` alone null is a value. */
export const levelPatchSchema = z.strictObject({
  name: absentOrNull(parts.name),
  fields: absentOrNull(parts.fields),
  documents: absentOrNull(parts.documents),
  checks: absentOrNull(parts.checks),
  autoApproveBelow: parts.autoApproveBelow.optional(),
  fourEyes: absentOrNull(parts.fourEyes),
  linkTtlHours: absentOrNull(parts.linkTtlHours),
});
