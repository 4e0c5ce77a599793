import type { IpcProblemKind } from '../../../shared/ipc/index.ts';

/** What stands in the way of a start and may be gone by itself, or by what the person does outside of Sealdesk. */
const passing: ReadonlySet<IpcProblemKind> = new Set([
  'keychain_missing',
  'keychain_locked',
  'disk_full',
  'profile_in_use',
  'storage_failed',
]);

/** Whether starting again may help without anything being repaired. */
export const mayPass = (kind: IpcProblemKind): boolean => passing.has(kind);
