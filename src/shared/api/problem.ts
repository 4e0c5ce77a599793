import { z } from '../zod.ts';

/** Every stable `code` of an error answer. */
export const problemCodes = [
  'malformed',
  'unauthenticated',
  'totp_required',
  'role_missing',
  'scope_missing',
  'device_mismatch',
  'not_found',
  'invalid_payload',
  'invalid_transition',
  'incomplete',
  'version_conflict',
  'precondition_required',
  'idempotency_mismatch',
  'not_verified',
  'plan_limit_reached',
  'share_token_expired',
  'cursor_reset',
  'rollback',
  'too_large',
  'unsupported_media_type',
  'unsupported_document',
  'range_not_satisfiable',
  'rate_limited',
  'in_flight',
  'not_ready',
  'method_not_allowed',
  'internal',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** RFC 9457. A client tolerates codes that it does not know. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).nullish(),
});
export type Problem = z.infer<typeof problemSchema>;

export const problemStatuses = {
  malformed: 400,
  unauthenticated: 401,
  totp_required: 401,
  role_missing: 403,
  scope_missing: 403,
  device_mismatch: 409,
  not_found: 404,
  invalid_payload: 422,
  invalid_transition: 422,
  incomplete: 409,
  version_conflict: 409,
  precondition_required: 428,
  idempotency_mismatch: 422,
  not_verified: 409,
  plan_limit_reached: 402,
  share_token_expired: 422,
  cursor_reset: 410,
  rollback: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unsupported_document: 415,
  range_not_satisfiable: 416,
  rate_limited: 429,
  in_flight: 409,
  not_ready: 503,
  method_not_allowed: 405,
  internal: 500,
} as const satisfies Record<ProblemCode, number>;
