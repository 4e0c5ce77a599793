import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { IpcProblem } from '../../shared/ipc/problem.ts';
import { defaultPreferences, preferencesSchema, type Preferences } from '../../shared/ipc/state.ts';
import { ok, type Result } from '../../shared/result.ts';
import { diskProblem } from './disk-problem.ts';

export interface PreferenceFile {
  read(): Preferences;
  /** They hold until the app ends even when the disk refuses them. Problems: disk_full, storage_failed. */
  write(preferences: Preferences): Result<Record<string, never>, IpcProblem>;
}

/** The window's preferences in a plain JSON file; one that can't be read counts as none, and is left until the next change. */
export function preferenceFile(path: string): PreferenceFile {
  let current: Preferences | undefined;

  function load(): Preferences {
    try {
      const parsed = preferencesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      return parsed.success ? parsed.data : defaultPreferences;
    } catch {
      // Missing or damaged: a theme is no reason not to start.
      return defaultPreferences;
    }
  }

  return {
    read: () => (current ??= load()),
    write: preferences => {
      current = preferences;
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new`, JSON.stringify(preferences));
        renameSync(`${path}.new`, path);
      } catch (error) {
        return diskProblem(error);
      }
      return ok({});
    },
  };
}
