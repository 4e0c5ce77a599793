import type { CommandResult, Customer } from '../../shared/domain/index.ts';

/** Every way in which a command is answered; each names exactly the fields that its row of the contract has. */
export const applied = (
  id: string,
  version: number | undefined,
  awaitingSecondApproval = false,
): CommandResult => ({
  id,
  result: 'applied',
  status: 200,
  ...(version === undefined ? {} : { version }),
  ...(awaitingSecondApproval ? { awaitingSecondApproval } : {}),
});

export const replayed = (first: CommandResult): CommandResult => ({
  id: first.id,
  result: 'replayed',
  status: 200,
  first,
});

export const conflict = (
  id: string,
  code: 'version_conflict' | 'evidence_changed',
  current: Customer,
  differs: readonly string[],
): CommandResult => ({
  id,
  result: 'conflict',
  status: code === 'version_conflict' ? 409 : 412,
  code,
  detail:
    code === 'version_conflict'
      ? 'The case changed after the version that this decision was made on.'
      : 'The documents are no longer those that this decision was made on.',
  current,
  differs: [...differs],
});

/** An answer as it is told whoever reads no cases (any more): a conflict, also one of before, without the case. */
export const withoutCase = ({ current: _current, first, ...rest }: CommandResult): CommandResult => {
  if (!first) return rest;
  const { current: _before, ...before } = first;
  return { ...rest, first: before };
};

export const locked = (id: string, holder: string, until: string): CommandResult => ({
  id,
  result: 'locked',
  status: 423,
  code: 'claimed_by_other',
  detail: 'Somebody else is checking this case.',
  holder,
  until,
});

export const held = (id: string): CommandResult => ({
  id,
  result: 'held',
  status: 409,
  code: 'held_by',
  detail: 'What this builds on was not applied.',
});

const refusedStatuses = {
  self_approval: 403,
  role_missing: 403,
  not_found: 404,
  invalid_transition: 422,
  invalid_payload: 422,
  hash_mismatch: 422,
  signature_invalid: 422,
  chain_broken: 422,
  sequence_reused: 422,
  idempotency_mismatch: 422,
} as const;
export type RefusedCode = keyof typeof refusedStatuses;

export const refused = (id: string, code: RefusedCode, detail: string): CommandResult => ({
  id,
  result: 'refused',
  status: refusedStatuses[code],
  code,
  detail,
});

export const retry = (id: string, status: 409 | 429 | 503, retryAfterMs: number): CommandResult => ({
  id,
  result: 'retry',
  status,
  ...(status === 409 ? { code: 'in_flight' } : {}),
  retryAfterMs,
});

export const waiting = (id: string, expected: number): CommandResult => ({
  id,
  result: 'waiting',
  status: 409,
  code: 'sequence_gap',
  detail: `The next command of this device has deviceSeq ${expected}.`,
  expected,
});
