import { regionSchema } from '../../../../shared/domain/index.ts';
import { z } from '../../../../shared/zod.ts';
import type { Reading } from '../reading.ts';

/** What a process of its own is told when it is started, as its arguments. */
export const startSchema = z.tuple([
  /** The process that started it: without that one it ends. */
  z.coerce.number().int().positive(),
  /** Most megabytes that it may have resident. */
  z.coerce.number().int().positive(),
]);
export type Start = z.infer<typeof startSchema>;

const pointSchema = z.tuple([z.number(), z.number()]);
const turnSchema = z.literal([0, 1, 2, 3]);
const wordSchema = z.strictObject({ text: z.string(), region: regionSchema });

const pageSchema = z.strictObject({
  page: z.number(),
  source: z.enum(['text', 'ocr']),
  confidence: z.number(),
  lies: z.strictObject({
    size: z.strictObject({ width: z.number(), height: z.number() }),
    skew: z.number(),
    turn: turnSchema,
  }),
  lines: z.array(wordSchema.extend({ words: z.array(wordSchema) })),
});

const zoneSchema = z.strictObject({
  format: z.enum(['TD1', 'TD2', 'TD3']),
  page: z.number(),
  turn: turnSchema,
  lines: z.array(z.string()),
  asRead: z.array(z.string()),
  checks: z.array(
    z.strictObject({
      of: z.enum(['documentNumber', 'dateOfBirth', 'expiry', 'optional', 'composite']),
      ok: z.boolean(),
    }),
  ),
  doubts: z.array(pointSchema),
  places: z.array(z.tuple([pointSchema, pointSchema, pointSchema, pointSchema])),
});

const readingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('read'),
    pageCount: z.number(),
    pages: z.array(pageSchema),
    zone: zoneSchema.optional(),
    picture: z
      .strictObject({
        width: z.number(),
        height: z.number(),
        sharpness: z.number(),
        brightness: z.number(),
        contrast: z.number(),
        glare: z.number(),
      })
      .optional(),
    hashes: z.strictObject({ phash: z.string(), dhash: z.string() }).optional(),
  }),
  z.strictObject({
    kind: z.literal('unreadable'),
    why: z.enum(['password', 'broken', 'tooManyPixels', 'notSupported', 'tooLong']),
  }),
]) satisfies z.ZodType<Reading>;

/** What a document took: milliseconds of processor time, and the most megabytes that the process ever had resident. */
const spentSchema = z.strictObject({ cpuMs: z.number(), residentMb: z.number() });
export type Spent = z.infer<typeof spentSchema>;

export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading'; readonly reading: Reading; readonly spent: Spent }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * What a process of its own says. It opened what strangers sent: its word is looked at like theirs, and what is not of
 * this form counts as no answer.
 */
export const saidSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('reading'), reading: readingSchema, spent: spentSchema }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
]) satisfies z.ZodType<Said>;
