import type { EndpointName } from '../../shared/api/index.ts';
import type { Role } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';

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
export const access: Readonly<Record<EndpointName, Access>> = {
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
