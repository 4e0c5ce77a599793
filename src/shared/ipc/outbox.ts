import { idSchema, timestampSchema } from '../domain/customer.ts';
import { commandTypeSchema } from '../domain/command.ts';
import { fieldTypes } from '../domain/fields.ts';
import { outcomeSchema } from '../domain/items.ts';
import { z } from '../zod.ts';
import { commandStateSchema, parkedSchema } from './queue.ts';

export const outboxItemSchema = z.object({
  commandId: idSchema,
  type: commandTypeSchema,
  customerId: idSchema,
  customerName: z.string(),
  outcome: outcomeSchema.optional(),
  /** One line: what was decided. */
  summary: z.string(),
  decidedAt: timestampSchema,
  state: commandStateSchema,
  undoUntil: timestampSchema.optional(),
  appliedVersion: z.int().optional(),
  endedAt: timestampSchema.optional(),
  parked: parkedSchema.optional(),
  /** What took the place of a superseded one; absent until that is decided. */
  supersededBy: commandTypeSchema.optional(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

/** Words that stand as they are, or with a type a raw value that the window puts into the person's own words. */
export const comparedSchema = z.object({ value: z.string(), type: z.enum(fieldTypes).optional() });
export type Compared = z.infer<typeof comparedSchema>;

/** One line of mine against current, each in one or more parts. */
export const comparisonRowSchema = z.object({
  label: z.string(),
  mine: z.array(comparedSchema),
  mineMark: z.string().optional(),
  current: z.array(comparedSchema),
  currentMark: z.string().optional(),
  changed: z.boolean(),
});
export type ComparisonRow = z.infer<typeof comparisonRowSchema>;

export const outboxDetailSchema = z.object({
  item: outboxItemSchema,
  baseVersion: z.int().nullable(),
  currentVersion: z.int().optional(),
  comparison: z.array(comparisonRowSchema),
  evidence: z.array(
    z.object({
      label: z.string(),
      sha256: z.string(),
      /** Those that were on the screen; how many there are is not known here. */
      pages: z.array(z.int()),
      current: z.boolean(),
    }),
  ),
  history: z.array(z.object({ at: timestampSchema, text: z.string() })),
});
export type OutboxDetail = z.infer<typeof outboxDetailSchema>;

/** Where a decision stands for the person who made it, what needs them first. */
export const outboxGroups = ['needsYou', 'undoable', 'waiting', 'done'] as const;
export const outboxGroupSchema = z.enum(outboxGroups);
export type OutboxGroup = z.infer<typeof outboxGroupSchema>;

/** A page of one group: in the order of deciding, what is done the latest first. */
export const outboxPageSchema = z.object({
  items: z.array(outboxItemSchema),
  /** What to ask for after this page; null at the end of the group. */
  next: z.int().nullable(),
  totals: z.record(outboxGroupSchema, z.int()),
  journal: z.object({ entries: z.int(), verified: z.boolean(), witnessedAt: z.int() }),
});
