import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A window, a backend process and a keychain take seconds to come up on a small machine. */
const WHOLE_PROGRAM_MS = 300_000;

/**
 * A file each for all cores: left to itself Vitest keeps one core free, which is half of a machine with two. All
 * projects are one group, so that no core waits for the longest file of a project; the short files come last.
 */
const shared = { maxWorkers: availableParallelism(), hookTimeout: WHOLE_PROGRAM_MS } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/e2e-samples.ts'],
          testTimeout: WHOLE_PROGRAM_MS,
        },
      },
      {
        test: {
          ...shared,
          name: 'fault',
          include: ['tests/fault/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
