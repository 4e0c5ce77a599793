import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { assertNever } from '../../../shared/result.ts';
import type { HttpFault } from '../ports.ts';
import type { ApiFault } from './types.ts';

/** What the person is told when a call to the backend came to this. */
export function problemOfFault(fault: ApiFault): IpcProblem {
  switch (fault.kind) {
    case 'network':
      return networkProblem(fault.fault);
    case 'problem':
      return refusal(fault.problem.code, fault.problem.status, fault.retryAfterMs);
    case 'unexpected':
      return fault.status >= 500
        ? problem('backend_failing', { detail: `status ${fault.status}` })
        : problem('backend_unexpected', { detail: `status ${fault.status}, ${fault.detail}` });
    case 'otherVersion':
      return problem('backend_version', { detail: `status ${fault.status}, ${fault.detail}` });
    case 'stranger':
      return problem('backend_unexpected', { detail: `status ${fault.status}, a page` });
    case 'signedOut':
      return problem('signed_out');
    case 'local':
      return fault.problem;
    default:
      return assertNever(fault);
  }
}

/** How long the backend wants to be left alone, in milliseconds. */
export const retryAfterOf = (fault: ApiFault): number | undefined =>
  fault.kind === 'problem' ? fault.retryAfterMs : undefined;

function networkProblem({ kind, detail }: HttpFault): IpcProblem {
  switch (kind) {
    case 'unreachable':
      return problem('backend_unreachable', { detail });
    case 'tls':
      return problem('backend_untrusted', { detail });
    case 'timeout':
      return problem('backend_slow', { detail });
    case 'aborted':
      return problem('cancelled');
    default:
      return assertNever(kind);
  }
}

function refusal(code: string, status: number, retryAfterMs: number | undefined): IpcProblem {
  const rest = { detail: code, ...(retryAfterMs !== undefined && { waitMs: retryAfterMs }) };
  if (status === 429) return problem('rate_limited', rest);
  if (status >= 500) return problem('backend_failing', rest);
  switch (code) {
    case 'unauthenticated':
      return problem('signed_out', rest);
    case 'totp_required':
      return problem('totp_required', rest);
    case 'device_mismatch':
      return problem('device_mismatch', rest);
    case 'role_missing':
    case 'scope_missing':
      return problem('not_allowed', rest);
    case 'not_found':
      return problem('not_found', rest);
    default:
      return problem('backend_refused', rest);
  }
}
