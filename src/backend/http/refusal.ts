import { problemStatuses, type Problem, type ProblemCode } from '../../shared/api/index.ts';
import { fail } from '../../shared/result.ts';

/** An expected failure on its way to `application/problem+json`. */
export interface Refusal<C extends ProblemCode = ProblemCode> {
  readonly code: C;
  /** One plain sentence for the caller; never personal data. */
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly headers?: Readonly<Record<string, string>>;
}

type More = Omit<Refusal, 'code' | 'detail'>;

export const refusal = <C extends ProblemCode>(code: C, detail: string, more: More = {}): Refusal<C> => ({
  code,
  detail,
  ...more,
});

/** A failed Result that carries a refusal. */
export const refuse = <C extends ProblemCode>(code: C, detail: string, more: More = {}) =>
  fail(refusal(code, detail, more));

const titles = {
  malformed: 'Malformed request',
  unauthenticated: 'Not signed in',
  totp_required: 'One-time code required',
  role_missing: 'Role missing',
  scope_missing: 'Scope missing',
  device_mismatch: 'Device mismatch',
  not_found: 'Not found',
  invalid_payload: 'Invalid payload',
  invalid_transition: 'Invalid transition',
  incomplete: 'Incomplete',
  version_conflict: 'Version conflict',
  precondition_required: 'Precondition required',
  idempotency_mismatch: 'Idempotency key reused',
  not_verified: 'Not verified',
  plan_limit_reached: 'Plan limit reached',
  share_token_expired: 'Share token expired',
  cursor_reset: 'Cursor reset',
  rollback: 'Rollback',
  request_timeout: 'Request timeout',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  unsupported_document: 'Unsupported document',
  range_not_satisfiable: 'Range not satisfiable',
  rate_limited: 'Too many attempts',
  in_flight: 'Already in flight',
  not_ready: 'Not ready',
  method_not_allowed: 'Method not allowed',
  internal: 'Internal error',
} as const satisfies Record<ProblemCode, string>;

/** The body of the answer (RFC 9457). */
export const problemOf = ({ code, detail, errors }: Refusal): Problem => ({
  type: `urn:sealdesk:problem:${code}`,
  title: titles[code],
  status: problemStatuses[code],
  detail,
  code,
  ...(errors ? { errors: [...errors] } : {}),
});
