import { expect, test } from 'vitest';
import { mayPass } from '../../../src/renderer/src/unlock/may-pass.ts';
import { ipcProblemKinds } from '../../../src/shared/ipc/index.ts';

test('another try is offered for what may pass, and never for damage', () => {
  expect(ipcProblemKinds.filter(mayPass)).toEqual([
    'keychain_missing',
    'keychain_locked',
    'profile_in_use',
    'disk_full',
    'storage_failed',
  ]);
});
