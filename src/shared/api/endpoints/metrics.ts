import { customerKindSchema } from '../../domain/status.ts';
import { z } from '../../zod.ts';
import { metricBucketSchema, metricsSchema } from '../metrics.ts';
import { staff, type Endpoint } from './endpoint.ts';

/** A time with its offset, or a day: its midnight UTC. */
const momentSchema = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  // West of Greenwich the last hours of 9999 are of a year that no timestamp writes.
  .refine(text => Date.parse(text) < Date.UTC(10_000, 0), 'is after the year 9999 in UTC');

export const metricsQuerySchema = z.strictObject({
  /** Absent: 30 days before `to`. */
  from: momentSchema.optional(),
  /** Not in the period; absent: now. */
  to: momentSchema.optional(),
  kind: customerKindSchema.optional(),
  /** Absent: by day. */
  groupBy: metricBucketSchema.optional(),
});

export const metricsEndpoints = {
  'metrics.get': {
    method: 'GET',
    path: '/v1/metrics',
    summary: 'Conversion, processing time, decisions, drop-off, reasons, geography and reviewers of a period',
    caller: 'both',
    roles: staff,
    scope: 'metrics:read',
    query: metricsQuerySchema,
    responses: { 200: metricsSchema },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'invalid_payload'],
  },
} as const satisfies Record<string, Endpoint>;
