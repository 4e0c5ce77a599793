import { idSchema } from '../../domain/customer.ts';
import { z } from '../../zod.ts';
import type { ProblemCode } from '../problem.ts';

/** Who may call: nobody in particular, a signed-in workstation, an integrator with the scope, or either of the two. */
export type Caller = 'anyone' | 'workstation' | 'integrator' | 'both';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** OpenAPI path template. */
  readonly path: string;
  readonly summary: string;
  readonly caller: Caller;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** JSON body; absent: none. */
  readonly body?: z.ZodType;
  /** Body that is not JSON. */
  readonly bodyType?: 'multipart/form-data';
  /** Successful answers by status; null: an answer without JSON (204, bytes, NDJSON, text). */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  readonly responseType?: string;
  readonly problems: readonly ProblemCode[];
}

/** The path parameter of one thing. */
export const byId = z.object({ id: idSchema });

/** A page of a list; `nextCursor` leads to the next one. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullish() });
