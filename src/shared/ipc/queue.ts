import { idSchema, timestampSchema } from '../domain/customer.ts';
import { riskBandSchema } from '../domain/risk.ts';
import { customerKindSchema, verificationStatusSchema } from '../domain/status.ts';
import { outcomeSchema } from '../domain/items.ts';
import { z } from '../zod.ts';

/** What happened to a decision of this workstation; derived from its journal entries. */
export const commandStateSchema = z.enum([
  'undoable',
  'queued',
  'sending',
  'applied',
  'parked',
  'undone',
  'withdrawn',
  'superseded',
]);
export type CommandState = z.infer<typeof commandStateSchema>;

/** Why a decision is parked: the result and code of the backend's answer, or of what kept it from being sent, and its words. */
export const parkedSchema = z.object({
  result: z.string(),
  code: z.string().optional(),
  detail: z.string().optional(),
});
export type Parked = z.infer<typeof parkedSchema>;

export const queueFilterSchema = z.strictObject({
  kinds: z.array(customerKindSchema).optional(),
  levels: z.array(z.string()).optional(),
  statuses: z.array(verificationStatusSchema).optional(),
  risks: z.array(riskBandSchema).optional(),
  countries: z.array(z.string()).optional(),
  assignee: z.enum(['me', 'nobody', 'others']).optional(),
  missing: z.boolean().optional(),
  /** Cases with a decision of this workstation that is not yet applied. */
  decided: z.boolean().optional(),
  text: z.string().max(200).optional(),
});
export type QueueFilter = z.infer<typeof queueFilterSchema>;

/** `sla`: due time, `risk`: score, `waiting`: time of submission, `updated`: time of change; ascending unless `descending`. */
export const queueSortSchema = z.enum(['sla', 'risk', 'waiting', 'name', 'updated']);
export type QueueSort = z.infer<typeof queueSortSchema>;

export const queueViewSchema = z.strictObject({
  filter: queueFilterSchema,
  sort: queueSortSchema,
  descending: z.boolean().optional(),
});
export type QueueView = z.infer<typeof queueViewSchema>;

export const savedViewSchema = queueViewSchema.extend({ filter: queueFilterSchema.omit({ text: true }) });

export const queueRowSchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: customerKindSchema,
  levelName: z.string(),
  status: verificationStatusSchema,
  risk: z.object({ score: z.number(), band: riskBandSchema }),
  country: z.string().optional(),
  submittedAt: timestampSchema.optional(),
  dueAt: timestampSchema.optional(),
  assignee: z.object({ id: idSchema, name: z.string(), me: z.boolean() }).optional(),
  claimedBy: z.object({ id: idSchema, name: z.string(), me: z.boolean() }).optional(),
  /** One short line: what is open, missing or waited for. */
  open: z.string(),
  missing: z.int(),
  /** This workstation's own decision, while it is not yet part of the case. */
  decision: z
    .object({ state: commandStateSchema, outcome: outcomeSchema, parked: parkedSchema.optional() })
    .optional(),
  /** Verdicts given in a check that is not finished. */
  draft: z.boolean(),
});
export type QueueRow = z.infer<typeof queueRowSchema>;

export const queueWindowSchema = z.object({
  rows: z.array(queueRowSchema),
  offset: z.int(),
  total: z.int(),
  /** Grows with every change of the cache; rows of two revisions may not be mixed. */
  revision: z.int(),
  asOf: timestampSchema.optional(),
});

export const queueCountsSchema = z.object({
  all: z.int(),
  open: z.int(),
  dueWithinHour: z.int(),
  overdue: z.int(),
  byStatus: z.record(z.string(), z.int()),
  byLevel: z.array(z.object({ id: z.string(), name: z.string(), count: z.int() })),
  byCountry: z.array(z.object({ code: z.string(), count: z.int() })),
});
export type QueueCounts = z.infer<typeof queueCountsSchema>;
