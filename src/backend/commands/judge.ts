import type { Command, CommandResult } from '../../shared/domain/index.ts';
import { timestampOf } from '../environment.ts';
import { factsChangedSince } from '../customers/index.ts';
import { evidenceFaults } from './evidence.ts';
import { payloadFault } from './payload.ts';
import { conflict, locked, refused } from './results.ts';
import { besideTheClaim, guardedFacts, rolesFor } from './rules.ts';
import type { Situation } from './situation.ts';
import { transitionFault } from './transition.ts';

/** Whether the sender's roles allow the command at all; this needs no customer. */
export function roleFault(command: Command, roles: Situation['roles']): CommandResult | undefined {
  return rolesFor[command.type].some(role => roles.includes(role))
    ? undefined
    : refused(command.id, 'role_missing', 'Your role does not allow this.');
}

function approverFault(command: Command, { awaited }: Situation): CommandResult | undefined {
  return command.type === 'approval.second' && awaited?.userId === command.userId
    ? refused(command.id, 'self_approval', 'Nobody approves their own decision.')
    : undefined;
}

function claimFault(command: Command, { record, at }: Situation): CommandResult | undefined {
  const { check } = record.customer;
  if (!check || check.by === command.userId || besideTheClaim.has(command.type)) return undefined;
  return check.expiresAt > timestampOf(at) ? locked(command.id, check.by, check.expiresAt) : undefined;
}

function versionFault(command: Command, { record }: Situation): CommandResult | undefined {
  const { customer, guards } = record;
  const facts = guardedFacts(command);
  if (command.baseVersion === null) return undefined;
  if (command.baseVersion > customer.version)
    return conflict(command.id, 'version_conflict', customer, facts);
  const differs = factsChangedSince(guards, facts, command.baseVersion, command.deviceId);
  return differs.length > 0 ? conflict(command.id, 'version_conflict', customer, differs) : undefined;
}

/** The last checks in the contract's order: role (four eyes), claim, transition, evidence, version, payload. */
export function judge(command: Command, situation: Situation): CommandResult | undefined {
  const { id } = command;
  const early = approverFault(command, situation) ?? claimFault(command, situation);
  if (early) return early;
  const stuck = transitionFault(command, situation);
  if (stuck !== undefined) return refused(id, 'invalid_transition', stuck);
  const evidence = evidenceFaults(command, situation.record.customer);
  if (evidence.length > 0) return conflict(id, 'evidence_changed', situation.record.customer, evidence);
  const stale = versionFault(command, situation);
  if (stale) return stale;
  const fault = payloadFault(command, situation);
  if (fault !== undefined) return refused(id, 'invalid_payload', fault);
  const guarded = guardedFacts(command).length > 0;
  if (guarded !== (command.baseVersion !== null)) {
    return refused(id, 'invalid_payload', guarded ? 'baseVersion is missing.' : 'baseVersion must be null.');
  }
  return undefined;
}
