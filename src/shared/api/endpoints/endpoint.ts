import { idSchema } from '../../domain/customer.ts';
import type { Role } from '../../domain/status.ts';
import { holdsControls } from '../../domain/text.ts';
import { z } from '../../zod.ts';
import type { AnswerHeader } from '../headers.ts';
import type { ProblemCode } from '../problem.ts';

/** Who may call: nobody in particular, a signed-in workstation, an integrator with the scope, or either of the two. */
export type Caller = 'anyone' | 'workstation' | 'integrator' | 'both';

/** What an API key may be granted. */
export const scopes = [
  'levels:read',
  'levels:write',
  'customers:read',
  'customers:write',
  'documents:read',
  'documents:write',
  'links:read',
  'links:write',
  'leads:read',
  'leads:write',
  'transactions:read',
  'transactions:write',
  'webhooks:read',
  'webhooks:write',
  'metrics:read',
  'audit:read',
  'plan:read',
] as const;
export type Scope = (typeof scopes)[number];
export const scopeSchema = z.enum(scopes);

/** Who works on cases; an auditor reads the audit log only. */
export const staff: readonly Role[] = ['analyst', 'supervisor', 'admin'];

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Whether a GET is answered without its body too, to HEAD. */
  readonly head?: true;
  /** OpenAPI path template. */
  readonly path: string;
  readonly summary: string;
  readonly caller: Caller;
  /** Any one of these lets a workstation's user in; absent: every signed-in user. */
  readonly roles?: readonly Role[];
  /** What an API key needs. */
  readonly scope?: Scope;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** JSON body; absent: none. */
  readonly body?: z.ZodType;
  /** Body that is not JSON; it is handed on as it arrives. */
  readonly bodyType?: 'multipart/form-data' | 'text/csv';
  /** Successful answers by status; null: an answer without JSON (204, bytes, NDJSON, text). */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  readonly responseType?: string;
  /** What every good answer has beside its body. */
  readonly answerHeaders?: readonly AnswerHeader[];
  readonly problems: readonly ProblemCode[];
  /** Whether a workstation that is to be wiped may still call it. */
  readonly whileWiping?: true;
}

/** The path parameter of one thing. */
export const byId = z.object({ id: idSchema });

/** A number in an address: whole decimal digits alone, where `Number` also reads `1e1`, `0x1`, ` 1` and nothing at all. */
export const wholeNumber = (least: number, most: number) =>
  z.preprocess(
    text => (typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : text),
    z.int().min(least).max(most),
  );

/** A text of one line, of so many letters, without signs that nobody sees or that turn it round. */
export const lineSchema = ({ least, most }: { readonly least: number; readonly most: number }) =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(/^\P{Cc}*$/u, { error: 'holds a control character', abort: true })
    .refine(text => !holdsControls(text), 'holds a control character');

/** Which page of a list is asked for, and how many entries it may have. */
export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: wholeNumber(1, 200).optional().describe('50 unless told; of large cases a page holds fewer'),
} as const;

/** A page of a list; `nextCursor` leads to the next one. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullish() });
