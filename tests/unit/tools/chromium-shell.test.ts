import { readFileSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findPlaintext } from '../../../tools/drive/plaintext.ts';
import { openDesktopSession } from '../../../tools/index.mjs';
import {
  attach,
  browserFolder,
  eventually,
  FixtureRun,
  processesWith,
  temporaryFolder,
  within,
} from './chromium-shell.harness.ts';

interface Bridge {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  send(channel: string, ...args: unknown[]): void;
  on(channel: string, listener: (...args: never[]) => void): () => void;
  readonly argv: readonly string[];
  nodeModule(): unknown;
}
declare global {
  interface Window {
    readonly bridge: Bridge;
    readonly bridgeAtStart: string;
  }
}

const MEGABYTE = 1_000_000;
const onLinux = process.platform === 'linux';

describe('the Chromium stand-in', () => {
  let desktop: Awaited<ReturnType<typeof openDesktopSession>>;
  let folder: ReturnType<typeof temporaryFolder>;
  let run: FixtureRun;
  let browser: Browser;
  let page: Page;

  const begin = () =>
    new FixtureRun(join(folder.path, 'profile'), {
      ...process.env,
      ...desktop.env,
      SEALDESK_CDP_FILE: join(folder.path, 'endpoint.json'),
    });

  const open = async () => {
    folder = temporaryFolder();
    run = begin();
    try {
      await run.told('ready');
      ({ browser, page } = await attach(join(folder.path, 'endpoint.json')));
    } catch (error) {
      await endRun();
      throw error;
    }
  };
  const endRun = async () => {
    run.process.kill();
    await run.exit;
    folder.remove();
  };
  const end = async () => {
    await browser.close();
    await endRun();
  };

  beforeAll(async () => {
    desktop = await openDesktopSession();
  });
  afterAll(() => desktop.close());

  describe('messages', () => {
    beforeAll(open);
    afterAll(end);

    it('carries 5 MB from the window over main to a utility process and back, byte for byte', async () => {
      const difference = await page.evaluate(async size => {
        const bytes = new Uint8Array(size).map((_, index) => (index * 31) % 251);
        const answer = await window.bridge.invoke('engine', { name: 'scan', bytes });
        const { name, bytes: back } = answer as { name: string; bytes: Uint8Array };
        return { name, length: back.length, first: back.findIndex((byte, index) => byte !== bytes[index]) };
      }, 5 * MEGABYTE);
      expect(difference).toEqual({ name: 'scan', length: 5 * MEGABYTE, first: -1 });
    });

    it('keeps what structured clone keeps: maps, sets, dates, bigints, undefined, not-a-number, typed arrays', async () => {
      const kept = await page.evaluate(async () => {
        const value = {
          map: new Map([['a', new Set([1, 2])]]),
          date: new Date(0),
          big: 2n ** 70n,
          nothing: undefined,
          numbers: [Number.NaN, Infinity, -0],
          floats: new Float32Array([1.5, -2]),
          buffer: new Uint8Array([7, 8]).buffer,
          $: 'a key like our own tag',
        };
        const [back] = (await window.bridge.invoke('echo', value)) as [typeof value];
        return [
          back.map.get('a')?.has(2),
          back.date.getTime(),
          String(back.big),
          'nothing' in back && back.nothing === undefined,
          back.numbers.map(number => (Object.is(number, -0) ? '-0' : String(number))).join(),
          back.floats instanceof Float32Array && back.floats.join(),
          new Uint8Array(back.buffer).join(),
          back.$,
        ];
      });
      expect(kept).toEqual([
        true,
        0,
        String(2n ** 70n),
        true,
        'NaN,Infinity,-0',
        '1.5,-2',
        '7,8',
        'a key like our own tag',
      ]);
    });

    it('refuses what structured clone refuses, and words failures as Electron does', async () => {
      const messages = await page.evaluate(() =>
        Promise.all(
          [
            window.bridge.invoke('fail'),
            window.bridge.invoke('no such channel'),
            window.bridge.invoke('echo', { symbol: Symbol('s') }),
          ].map(call => call.then(String, (error: Error) => error.message)),
        ),
      );
      expect(messages).toEqual([
        "Error invoking remote method 'fail': TypeError: on purpose",
        "Error invoking remote method 'no such channel': Error: No handler registered for 'no such channel'",
        'An object could not be cloned.',
      ]);
    });

    it('delivers events and sent messages in order, also when some bring bytes that travel apart', async () => {
      const [received, sent] = await page.evaluate(async size => {
        const order: number[] = [];
        window.bridge.on('pushed', (number: number) => order.push(number));
        await window.bridge.invoke('push', 6, size);
        for (const number of [0, 1, 2, 3])
          window.bridge.send('note', number, number % 2 ? 0 : new Uint8Array(size));
        while (order.length < 6) await new Promise(resolve => setTimeout(resolve, 10));
        let notes: unknown[] = [];
        while (notes.length < 8) notes = (await window.bridge.invoke('sent')) as unknown[];
        return [order, notes.filter((_, index) => index % 2 === 0)];
      }, MEGABYTE);
      expect(received).toEqual([0, 1, 2, 3, 4, 5]);
      expect(sent).toEqual([0, 1, 2, 3]);
    });

    it('names a part of Electron that it does not implement', async () => {
      const message = await page.evaluate(() =>
        window.bridge.invoke('unknown').catch((error: Error) => error.message),
      );
      expect(message).toContain('does not implement screen.getPrimaryDisplay');
    });
  });

  describe('the page', () => {
    beforeAll(open);
    afterAll(end);

    it('has the bridge before its first script, in the top frame only, and no way to Node', async () => {
      expect(await page.evaluate(() => window.bridgeAtStart)).toBe('object');
      expect(await page.evaluate(() => Object.isFrozen(window.bridge))).toBe(true);
      expect(await page.evaluate(() => window.bridge.argv)).toEqual(['--given=1']);
      const inner = page.frames().find(frame => frame.url().endsWith('/inner.html'));
      expect(await inner?.evaluate(() => typeof window.bridge)).toBe('undefined');
      const refusal = await page.evaluate(() => {
        try {
          return String(window.bridge.nodeModule());
        } catch (error) {
          return String(error);
        }
      });
      expect(refusal).toContain('module not found: node:fs');
    });

    it('is known to the program by the address of the app', async () => {
      const sender = await page.evaluate(() => window.bridge.invoke('sender'));
      expect(sender).toEqual({
        url: 'sealdesk://app/index.html',
        origin: 'sealdesk://app',
        isTop: true,
        isMainFrame: true,
        isSender: true,
      });
      expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
    });

    it('obeys its content security policy: no inline script, no eval', async () => {
      expect(await page.title()).toBe('Stand-in fixture');
      const outcome = await page.evaluate(
        () =>
          new Promise(resolve => {
            addEventListener('securitypolicyviolation', event => resolve(event.violatedDirective));
            const script = document.createElement('script');
            script.textContent = 'document.title = "injected"';
            document.body.append(script);
          }),
      );
      expect(outcome).toBe('script-src-elem');
      expect(await page.title()).toBe('Stand-in fixture');
    });

    it('reaches nothing but the app, from its scripts and from its workers', async () => {
      const outcomes = await page.evaluate(async () => {
        const reach = (url: string) =>
          fetch(url, { mode: 'no-cors' }).then(
            () => 'reached',
            () => 'refused',
          );
        const worker = new Worker('./worker.js');
        const fromWorker = new Promise(resolve =>
          worker.addEventListener('message', event => resolve(event.data)),
        );
        return [await reach('https://example.com/'), await reach('http://127.0.0.1:1/'), await fromWorker];
      });
      expect(outcomes).toEqual(['refused', 'refused', 'refused']);
    });

    it('asks the program about requests under the addresses of the app', async () => {
      expect(await page.evaluate(() => window.bridge.invoke('asked'))).toEqual(
        expect.arrayContaining([
          'sealdesk://app/index.html',
          'sealdesk://app/page.js',
          'sealdesk://app/inner.html',
        ]),
      );
    });

    it('can neither leave the app nor open a window, and the program hears of both', async () => {
      await page.evaluate(() => void (location.href = 'https://example.com/elsewhere'));
      expect(await within('told of the navigation', run.told('will-navigate'))).toMatchObject({
        url: 'https://example.com/elsewhere',
      });
      const answer = page.evaluate(() => window.open('https://example.com/popup'));
      expect(await within('the page is answered', answer)).toBeNull();
      expect(await within('told of the window', run.told('window-open'))).toMatchObject({
        url: 'https://example.com/popup',
      });
      // By the mouse too, and with the key that opens a link elsewhere, of which no page is told.
      await within('clicked', page.click('#open'));
      await within('clicked with a key', page.click('#link', { modifiers: ['ControlOrMeta'] }));
      expect(
        await within(
          'the page goes on',
          page.evaluate(() => window.bridge.invoke('sender')),
        ),
      ).toMatchObject({ url: 'sealdesk://app/index.html' });
      await eventually('only the app is open', () => browser.contexts().flatMap(c => c.pages()).length === 1);
    });

    it.runIf(onLinux)('is served to nobody who lacks the secret of this start', async () => {
      const [chromiumProcess] = processesWith(String(browserFolder(run.process.pid)));
      const commandLine = readFileSync(`/proc/${chromiumProcess}/cmdline`, 'utf8');
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(commandLine)?.[1]);
      const status = await new Promise(resolve => {
        const host = 'app.sealdesk.localhost';
        request({ host: '127.0.0.1', port, path: '/index.html', headers: { host } }, answer => {
          answer.resume();
          resolve(answer.statusCode);
        }).end();
      });
      expect(status).toBe(403);
    });

    it('says at start what it can not honour', async () => {
      await expect.poll(() => run.stderr).toContain('for development and tests only');
    });

    it('knows its version and its profile folder', async () => {
      expect(await run.told('ready')).toMatchObject({
        version: '1.2.3',
        userData: join(folder.path, 'profile'),
      });
    });
  });

  describe('the program', () => {
    beforeEach(open);
    afterEach(end);

    it('is told about a second start on the same profile, which ends at once', async () => {
      const second = begin();
      expect(await second.told('second')).toEqual({ is: 'second' });
      expect(await second.exit).toBe(0);
      expect(await run.told('second-instance')).toMatchObject({
        argv: expect.arrayContaining([`--user-data-dir=${join(folder.path, 'profile')}`]),
      });
    });

    it('ends with its window, and leaves no process and no folder behind', async () => {
      const { engine } = await run.told('ready');
      const chromiumFolder = browserFolder(run.process.pid);
      expect(chromiumFolder).toBeDefined();
      await page.close();
      expect(await run.exit).toBe(0);
      expect(browserFolder(run.process.pid)).toBeUndefined();
      await eventually('the utility process has ended', () => !isAlive(Number(engine)));
      // Chromium's own children notice a moment later that it has gone.
      if (onLinux)
        await eventually('Chromium has ended', () => processesWith(String(chromiumFolder)).length === 0);
    });

    it.runIf(onLinux)(
      'leaves no process behind when it is killed, and its profile free for the next start',
      async () => {
        const { engine } = await run.told('ready');
        const chromiumFolder = String(browserFolder(run.process.pid));
        run.process.kill('SIGKILL');
        await run.exit;
        await eventually('Chromium has ended', () => processesWith(chromiumFolder).length === 0);
        await eventually('the utility process has ended', () => !isAlive(Number(engine)));
        run = begin();
        await run.told('ready');
        expect(readdirSync(join(chromiumFolder, '..'))).not.toContain(chromiumFolder.split('/').at(-1));
      },
    );

    it('keeps nothing of what a page shows in the folder of its Chromium', async () => {
      const canary = 'canary-8f31d2c07b';
      await page.evaluate(async text => {
        await window.bridge.invoke('echo', new TextEncoder().encode(text.repeat(10_000)));
        localStorage.setItem('kept', text);
        document.title = text;
      }, canary);
      const chromiumFolder = String(browserFolder(run.process.pid));
      await eventually('Chromium has written something', () => readdirSync(chromiumFolder).length > 3);
      expect(findPlaintext(chromiumFolder, [{ label: 'canary', text: canary }]).hits).toEqual([]);
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
