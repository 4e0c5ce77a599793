import type { Endpoint } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Caller } from './caller.ts';

/** Whether this caller may use this endpoint of the contract. Commands are judged one by one, by their type. */
export function authorise(
  endpoint: Endpoint,
  caller: Caller | undefined,
): Result<Caller, Refusal<'unauthenticated' | 'role_missing' | 'scope_missing'>> {
  if (!caller) {
    const headers = { 'www-authenticate': 'Bearer' };
    return refuse('unauthenticated', 'A valid credential is missing.', { headers });
  }
  const { roles, scope, whileWiping } = endpoint;
  if (endpoint.caller !== 'both' && endpoint.caller !== caller.kind) {
    return refuse('role_missing', `This call is for ${endpoint.caller}s.`);
  }
  if (caller.kind === 'workstation' && caller.wiping && whileWiping !== true) {
    return refuse('role_missing', 'This device is to be wiped.');
  }
  if (caller.kind === 'workstation' && roles && !caller.roles.some(role => roles.includes(role))) {
    return refuse('role_missing', 'Your role does not allow this.');
  }
  if (caller.kind === 'integrator' && scope && !caller.scopes.includes(scope)) {
    return refuse('scope_missing', `The API key lacks the scope ${scope}.`);
  }
  return ok(caller);
}
