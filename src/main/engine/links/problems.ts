import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { problemOfFault, type ApiFault } from '../session/index.ts';

/** What the person is told when the backend would not make or revoke a link. */
export function linkProblem(fault: ApiFault): IpcProblem {
  if (fault.kind !== 'problem') return problemOfFault(fault);
  const { code, errors = [] } = fault.problem;
  switch (code) {
    case 'plan_limit_reached':
      return problem('plan_limit_reached');
    case 'in_flight':
      // What was asked before under the same key is still being done; asked again in a moment it is answered.
      return problem('backend_slow', { detail: code });
    case 'invalid_transition':
      return problem('case_rejected');
    case 'invalid_payload': {
      const [{ path, message } = { path: '', message: '' }] = errors ?? [];
      if (path === 'body.customerId') return problem('nothing_missing');
      return problem('invalid_input', { path: path.replace(/^body\./, ''), detail: message });
    }
    default:
      return problemOfFault(fault);
  }
}
