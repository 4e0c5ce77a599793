import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { launchApp } from '../index.mjs';

/** The built app in its real window, with a hand on it. */
export interface Workstation {
  readonly shell: 'electron' | 'chromium';
  readonly page: Page;
  /** Of the shell's main process; the engine is a child of it. */
  readonly pid: number;
  /** What it has written to standard error so far: its log. */
  readonly log: () => string;
  /** What the page or its scripts complained about; empty in a sound run. */
  readonly complaints: readonly string[];
  /** Closes it as a person does. */
  quit(): Promise<void>;
  /** Ends it as a power cut does: no chance to write anything. */
  kill(): Promise<void>;
}

export interface WorkstationOptions {
  readonly profile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Another program to run in the same shell. */
  readonly main?: string;
}

/** How long anything may take on a machine that has much else to do; it is seen at once when it is there. */
const patience = 180_000;

/** Starts the built app on a profile and attaches to its window; the window's first paint has happened. */
export async function startWorkstation({ profile, env, main }: WorkstationOptions): Promise<Workstation> {
  const app = launchApp({ profile, env, main, devTools: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const stderr: string[] = [];
  app.process.stderr?.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  const complaints: string[] = [];
  let browser: Browser;
  let page: Page;
  try {
    browser = await chromium.connectOverCDP(await app.devToolsEndpoint(), { timeout: patience });
    page = await appPage(browser);
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
    });
    await page.locator('h1').first().waitFor({ timeout: patience });
  } catch (error) {
    await app.stop();
    throw new Error(`the workstation did not start: ${stderr.join('')}`, { cause: error });
  }
  page.setDefaultTimeout(patience);

  const { pid } = app.process;
  if (pid === undefined) throw new Error('the workstation has no process');
  const leave = async (end: () => void): Promise<void> => {
    end();
    await app.exit;
    await browser.close();
  };
  return {
    shell: app.shell,
    page,
    pid,
    log: () => stderr.join(''),
    complaints,
    quit: () => leave(() => app.process.kill('SIGTERM')),
    // The shell and its engine in one stroke: they are a process group of their own.
    kill: () =>
      leave(() =>
        process.platform === 'win32' ? app.process.kill('SIGKILL') : process.kill(-pid, 'SIGKILL'),
      ),
  };
}

/** The window may not be open yet when the browser is there. */
async function appPage(browser: Browser): Promise<Page> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const pages = browser.contexts().flatMap(context => context.pages());
    const page = pages.find(candidate => candidate.url().includes('sealdesk'));
    if (page) return page;
    await delay(50);
  }
  throw new Error('no window of the app appeared');
}
