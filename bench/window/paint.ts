import type { Page } from 'playwright-core';

/** What was done and when it could be seen, both in ms on the clock of the page's machine. */
export interface Painted {
  /** When the key or click arrived in the page. */
  readonly input: number;
  readonly painted: number;
}

export interface PaintOptions {
  /** Elements whose words or accessible names together are another once the work is done. */
  readonly changes: string;
  /** An element that must be there as well. */
  readonly shows?: string;
}

/**
 * Does something with the keyboard or the mouse and measures, in the page itself, from its first key or click until the
 * frame that shows what came of it. Getting the key there is not part of it: it is the benchmark's own way.
 */
export async function timePaint(
  page: Page,
  options: PaintOptions,
  act: () => Promise<void>,
): Promise<Painted> {
  const key = `sealdeskPaint${Math.random()}`;
  await page.evaluate(
    ({ changes, shows, key }) => {
      const words = (): string =>
        [...document.querySelectorAll(changes)]
          .map(element => `${element.getAttribute('aria-label') ?? ''} ${element.textContent}`)
          .join('\n');
      const before = words();
      const clock = (): number => performance.timeOrigin + performance.now();
      const result = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`not painted in time: ${words()}`)), 20_000);
        let input: number | undefined;
        const begin = (event: Event): void => {
          input ??= performance.timeOrigin + event.timeStamp;
        };
        addEventListener('keydown', begin, { capture: true, once: true });
        addEventListener('mousedown', begin, { capture: true, once: true });
        const check = (): void => {
          if (words() === before || (shows !== undefined && !document.querySelector(shows))) return;
          observer.disconnect();
          removeEventListener('keydown', begin, { capture: true });
          removeEventListener('mousedown', begin, { capture: true });
          // The frame's picture is made after its callbacks: the next task is behind it.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.addEventListener('message', () => resolve({ input: input ?? clock(), painted: clock() }));
            port1.start();
            port2.postMessage(undefined);
          });
        };
        const observer = new MutationObserver(check);
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      });
      Object.assign(globalThis, { [key]: result });
    },
    { ...options, key },
  );
  const seen = page.evaluate(key => Reflect.get(globalThis, key) as Promise<Painted>, key);
  await act();
  return seen;
}
