import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { preferenceFile } from '../../../src/main/shell/preferences.ts';
import { defaultPreferences } from '../../../src/shared/ipc/state.ts';
import { temporaryDirectory } from '../../support/directory.ts';

const dark = { ...defaultPreferences, theme: 'dark' } as const;

test('preferences outlive a restart, and a garbled file counts as none', () => {
  const path = join(temporaryDirectory(), 'preferences.json');
  expect(preferenceFile(path).write(dark)).toEqual({ ok: true, value: {} });
  expect(preferenceFile(path).read()).toEqual(dark);
  writeFileSync(path, '{');
  expect(preferenceFile(path).read()).toEqual(defaultPreferences);
});

test('preferences that the disk refuses are named as such, and hold until the app ends', () => {
  const path = join(temporaryDirectory(), 'preferences.json');
  mkdirSync(path);
  const file = preferenceFile(path);
  expect(file.write(dark)).toMatchObject({ ok: false, problem: { kind: 'storage_failed' } });
  expect(file.read()).toEqual(dark);
});
