import type { Endpoint, EndpointName } from '../../shared/api/index.ts';
import type { Role } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Caller } from './caller.ts';

export const scopes = [
  'levels:read',
  'customers:read',
  'customers:write',
  'documents:read',
  'documents:write',
] as const;
export type Scope = (typeof scopes)[number];
export const scopeSchema = z.enum(scopes);

interface Access {
  /** Any one of these lets a workstation's user in; absent: every signed-in user. */
  readonly roles?: readonly Role[];
  /** What an API key needs. */
  readonly scope?: Scope;
}

/** Who works on cases; an auditor reads the audit log only. */
const staff: readonly Role[] = ['analyst', 'supervisor', 'admin'];

/** What a caller needs beyond being known. Commands are judged one by one, by their type. */
const access: Readonly<Record<EndpointName, Access>> = {
  'health.live': {},
  'health.ready': {},
  'sessions.challenge': {},
  'sessions.create': {},
  'sessions.refresh': {},
  'sessions.end': {},
  'me.get': {},
  'devices.checkpoint': {},
  'levels.list': { scope: 'levels:read' },
  'customers.create': { roles: staff, scope: 'customers:write' },
  'customers.list': { roles: staff, scope: 'customers:read' },
  'customers.get': { roles: staff, scope: 'customers:read' },
  'customers.patch': { roles: staff, scope: 'customers:write' },
  'customers.missing': { roles: staff, scope: 'customers:read' },
  'customers.submit': { roles: staff, scope: 'customers:write' },
  'documents.upload': { roles: staff, scope: 'documents:write' },
  'documents.get': { roles: staff, scope: 'documents:read' },
  'documents.content': { roles: staff, scope: 'documents:read' },
  'changes.list': {},
  'commands.send': {},
  'commands.get': {},
};

/** Whether this caller may use this endpoint of the contract. */
export function authorise(
  name: EndpointName,
  endpoint: Endpoint,
  caller: Caller | undefined,
): Result<Caller, Refusal<'unauthenticated' | 'role_missing' | 'scope_missing'>> {
  if (!caller || (endpoint.caller !== 'both' && endpoint.caller !== caller.kind)) {
    const headers = { 'www-authenticate': 'Bearer' };
    return refuse('unauthenticated', 'A valid credential is missing.', { headers });
  }
  const { roles, scope } = access[name];
  if (caller.kind === 'workstation' && roles && !caller.roles.some(role => roles.includes(role))) {
    return refuse('role_missing', 'Your role does not allow this.');
  }
  if (caller.kind === 'integrator' && scope && !caller.scopes.includes(scope)) {
    return refuse('scope_missing', `The API key lacks the scope ${scope}.`);
  }
  return ok(caller);
}
