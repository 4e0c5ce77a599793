import { z } from '../zod.ts';

/** Every expected way in which a call can fail. The window owns the sentence for each; `detail` is for the log line. */
export const ipcProblemKinds = [
  'invalid_input',
  'not_allowed',
  'wrong_phase',
  'not_found',
  'wrong_passphrase',
  'weak_passphrase',
  'keychain_missing',
  'keychain_locked',
  'keychain_changed',
  'vault_damaged',
  'profile_in_use',
  'journal_damaged',
  'journal_behind',
  'journal_from_future',
  'disk_full',
  'storage_failed',
  'backend_unreachable',
  'backend_slow',
  'backend_failing',
  'backend_unexpected',
  'backend_version',
  'backend_untrusted',
  'backend_refused',
  'address_invalid',
  'credentials_wrong',
  'totp_required',
  'signed_out',
  'offline_too_long',
  'device_mismatch',
  'rate_limited',
  'needs_backend',
  'plan_limit_reached',
  'nothing_missing',
  'case_rejected',
  'no_mail_program',
  'check_not_open',
  'claimed_by_other',
  'already_decided',
  'status_forbids',
  'open_items',
  'reason_missing',
  'nothing_requested',
  'unknown_item',
  'item_changed',
  'case_changed',
  'verdicts_lapsed',
  'document_unverified',
  'not_undoable',
  'document_not_here',
  'document_damaged',
  'document_unsupported',
  'cancelled',
  'engine_stopped',
  'internal',
] as const;
export type IpcProblemKind = (typeof ipcProblemKinds)[number];

export const ipcProblemSchema = z.object({
  kind: z.enum(ipcProblemKinds),
  detail: z.string().optional(),
  /** Milliseconds until another try makes sense. */
  waitMs: z.number().nonnegative().optional(),
  /** The items that are open, unknown or lack a reason. */
  items: z.array(z.string()).optional(),
  /** Who holds the claim. */
  holder: z.string().optional(),
  /** Where in the input the fault is. */
  path: z.string().optional(),
  /** What was lost or can be saved, in numbers, for damage. */
  counts: z.record(z.string(), z.number()).optional(),
});
export type IpcProblem = z.infer<typeof ipcProblemSchema>;

export const problem = (kind: IpcProblemKind, rest: Omit<IpcProblem, 'kind'> = {}): IpcProblem => ({
  kind,
  ...rest,
});
