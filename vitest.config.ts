import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { postgresObstacle } from './tools/run/postgres-programs.mjs';

/**
 * When a test is taken to hang. It measures nothing: on a machine with a dozen things to do a process takes half a minute
 * to come up, and a page a minute to be read. Only what takes longer by its nature has a limit of its own.
 */
const HANGS_MS = 600_000;

/**
 * A file each for all cores: left to itself Vitest keeps one core free, which is half of a machine with two. All
 * projects are one group, so that no core waits for the longest file of a project; the short files come last.
 */
const shared = {
  maxWorkers: availableParallelism(),
  hookTimeout: HANGS_MS,
  testTimeout: HANGS_MS,
  expect: { poll: { timeout: 120_000 } },
} as const;

/** What is about a database file: its permissions, its lock, its place on a command line. */
const aboutFiles = ['tests/contract/process.test.ts', 'tests/contract/integrating.test.ts'];

/** What is about a server: several processes on one, its refusals. */
const aboutServers = ['tests/contract/postgres/**/*.test.ts'];

/**
 * One process for several files: each starts backends of its own, and reading the backend in anew for each of a hundred
 * files costs more than many of them do.
 */
const contract = {
  ...shared,
  isolate: false,
  include: ['tests/contract/**/*.test.ts'],
};

/** The same files over the other store, on a PostgreSQL of their own. */
const contractOnPostgres: TestProjectInlineConfiguration = {
  test: {
    ...contract,
    name: 'contract-postgres',
    exclude: aboutFiles,
    globalSetup: ['tests/support/postgres-server.ts'],
  },
};

const obstacle = postgresObstacle();
if (obstacle !== undefined) console.warn(`Skipped: the project contract-postgres, because ${obstacle}.`);

export default defineConfig({
  test: {
    projects: [
      { test: { ...contract, name: 'contract', exclude: aboutServers } },
      ...(obstacle === undefined ? [contractOnPostgres] : []),
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/e2e-samples.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'fault',
          include: ['tests/fault/**/*.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
