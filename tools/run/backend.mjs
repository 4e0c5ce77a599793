import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE, ROOT } from './paths.mjs';
import { end, exitOf, start } from './processes.mjs';
import { Advice } from './say.mjs';

/** @typedef {{ readonly email: string, readonly password: string, readonly roles: readonly string[] }} SampleUser */

/**
 * A backend that is ready.
 * @typedef {object} Backend
 * @property {string} url
 * @property {readonly SampleUser[]} users empty unless it holds sample data
 * @property {string | undefined} apiKey
 * @property {import('node:child_process').ChildProcess} process
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the backend's command line program and waits for the line it prints when it is ready.
 * @param {readonly string[]} args such as `--db sqlite:PATH --port 0 --sample 200`
 * @param {{ readonly env?: NodeJS.ProcessEnv, readonly log?: 'inherit' | 'ignore' | number }} [options] where its log goes: a number is an open file
 * @returns {Promise<Backend>}
 */
export async function startBackend(args, { env = process.env, log = 'inherit' } = {}) {
  const child = start(NODE, [join(ROOT, 'src', 'backend', 'cli.ts'), ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', log],
  });
  if (child.stdout === null) throw new Error('the backend has no output');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    exitOf(child).then(code => {
      throw new Advice(
        `the backend ended before it was ready (exit code ${code}); its own message is ${typeof log === 'number' ? 'in its log' : 'above'}`,
      );
    }),
  ]);
  const { url, users = [], apiKey } = JSON.parse(String(line));
  return { url, users, apiKey, process: child, stop: () => end(child) };
}

/**
 * The user that a person tries the workstation as: an analyst.
 * @param {Backend} backend
 */
export function analystOf(backend) {
  return backend.users.find(({ roles }) => roles.includes('analyst') && !roles.includes('supervisor'));
}
