import { timestampSchema } from '../domain/customer.ts';
import { z } from '../zod.ts';

/** The steps of the hosted page, in their order; which of them a customer goes through depends on the level. */
export const hostedSteps = ['consent', 'data', 'owners', 'documents', 'review'] as const;
export type HostedStep = (typeof hostedSteps)[number];

export const metricBucketSchema = z.enum(['day', 'week', 'month']);
export type MetricBucket = z.infer<typeof metricBucketSchema>;

const count = z.int().nonnegative();

/** Seconds; 0 where there is nothing to measure. */
const seconds = z.number().nonnegative();

/** A share of 0 to 1; 0 where there is nothing to divide by. */
const share = z.number().min(0).max(1);

const seriesSchema = z.object({
  /** When the bucket begins: midnight UTC of a day, a Monday (ISO 8601) or the first of a month. */
  from: timestampSchema,
  created: count,
  submitted: count,
  approved: count,
  rejected: count,
  resubmission: count,
});

/** What happened from `from` to before `to`. How each figure is counted: docs/SPEC.md, [MET]. */
export const metricsSchema = z.object({
  from: timestampSchema,
  to: timestampSchema,
  /** Of the customers created in the period: how many were submitted and approved before its end. */
  conversion: z.object({ created: count, submitted: count, approved: count, rate: share }),
  /** From submission, appeal or re-check to approval or rejection, of those in the period. */
  processing: z.object({ p50Seconds: seconds, p95Seconds: seconds, count }),
  decisions: z.object({ approved: count, rejected: count, resubmission: count, approvalRate: share }),
  /** Of those who first reached the step in the period: how many got no further before its end. */
  dropOff: z.array(z.object({ step: z.enum(hostedSteps), reached: count, left: count })),
  rejectionReasons: z.array(z.object({ reason: z.string(), count })),
  /** ISO 3166-1 alpha-3, or `unknown`. */
  geography: z.array(z.object({ country: z.string(), count })),
  reviewers: z.array(z.object({ userId: z.string(), finished: count, p50Seconds: seconds })),
  series: z.array(seriesSchema),
});
export type Metrics = z.infer<typeof metricsSchema>;
