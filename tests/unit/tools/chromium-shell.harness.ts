import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { NODE, ROOT } from '../../../tools/index.mjs';

export type Fact = Readonly<Record<string, unknown>> & { readonly is: string };

const REGISTER = join(ROOT, 'tools', 'chromium-shell', 'register.mjs');
const MAIN = join(import.meta.dirname, 'chromium-shell.fixture', 'main.js');

/** One start of the fixture app on the stand-in, and what it has told so far. */
export class FixtureRun {
  readonly process: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly #facts: Fact[] = [];
  #waiting: (() => void)[] = [];
  #stderr = '';

  constructor(profile: string, env: NodeJS.ProcessEnv) {
    const args = ['--import', REGISTER, MAIN, `--user-data-dir=${profile}`];
    this.process = spawn(NODE, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exit = once(this.process, 'exit').then(([code]: (number | null)[]) => code ?? null);
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    if (this.process.stdout === null) throw new Error('the fixture has no output');
    createInterface({ input: this.process.stdout }).on('line', line => {
      this.#facts.push(JSON.parse(line) as Fact);
      this.#waiting.splice(0).forEach(wake => wake());
    });
    void this.exit.then(() => this.#waiting.splice(0).forEach(wake => wake()));
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** The first fact of this kind, now or later. */
  async told(kind: string): Promise<Fact> {
    for (;;) {
      const found = this.#facts.find(fact => fact.is === kind);
      if (found !== undefined) return found;
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`the fixture ended without telling "${kind}":\n${this.#stderr}`);
      }
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }
}

/** The fixture's window, driven by a second DevTools client as the end-to-end tests do it. */
export async function attach(
  endpointFile: string,
): Promise<{ readonly browser: Browser; readonly page: Page }> {
  while (!existsSync(endpointFile)) await delay(20);
  const { wsEndpoint } = JSON.parse(readFileSync(endpointFile, 'utf8')) as { readonly wsEndpoint: string };
  const browser = await chromium.connectOverCDP(wsEndpoint, { timeout: 0 });
  const page = browser.contexts().flatMap(context => context.pages())[0];
  if (page === undefined) throw new Error('the stand-in shows no page');
  await page.waitForLoadState('load', { timeout: 0 });
  return { browser, page };
}

export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'sealdesk-test-'));
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

/** The folder of the Chromium that a program with this id has started, if it is there. */
export function browserFolder(pid: number | undefined): string | undefined {
  const name = readdirSync(tmpdir()).find(entry => entry.startsWith(`sealdesk-chromium-${pid}-`));
  return name === undefined ? undefined : join(tmpdir(), name);
}

/** Linux: ids of running processes whose command line holds this text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => commandLine(pid).includes(text))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It ended between being listed and being read.
    return '';
  }
}

/** Waits until something holds; throws, naming it, when it still does not after longer than any machine takes. */
/** The same promise, which fails by name when it is not kept within a minute. */
export async function within<T>(what: string, promise: Promise<T>): Promise<T> {
  const given = new AbortController();
  const late = delay(60_000, undefined, { signal: given.signal }).then((): never => {
    throw new Error(`it was never so: ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => undefined);
    given.abort();
  }
}

export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`it was never so: ${what}`);
    await delay(25);
  }
}
