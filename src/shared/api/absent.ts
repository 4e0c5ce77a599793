import type { z } from '../zod.ts';

/** An optional member of a request: null is the same as absent, so that what an answer holds can be sent again. */
export const absentOrNull = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform(value => value ?? undefined)
    .optional();
