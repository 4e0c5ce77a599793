import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './e2e.ts';

/** Which parts of the review room were drawn anew. */
export interface Redrawn {
  /** Items by their names in the contract. */
  readonly items: readonly string[];
  /** Elements inside the viewers and the strip of documents. */
  readonly documents: number;
}

declare global {
  interface Window {
    drawnBefore?: Map<Element, unknown>;
  }
}

/** React hands an element new properties whenever the component around it is drawn; they hang on the element itself. */
const remember = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const propsOf = (element: Element): unknown => {
      const key = Object.keys(element).find(name => name.startsWith('__reactProps$'));
      return key === undefined ? undefined : Reflect.get(element, key);
    };
    const parts = 'li[data-item], section[aria-label^="Viewer"] *, nav[aria-label="Documents"] *';
    window.drawnBefore = new Map([...document.querySelectorAll(parts)].map(part => [part, propsOf(part)]));
  });

/** What `act` makes the review room draw anew, until `until` holds. */
export async function redrawnBy(
  page: Page,
  act: () => Promise<void>,
  until: () => Promise<void>,
): Promise<Redrawn> {
  await remember(page);
  await act();
  await until();
  return page.evaluate(() => {
    const changed = [...(window.drawnBefore ?? [])]
      .filter(([element, before]) => {
        const key = Object.keys(element).find(name => name.startsWith('__reactProps$'));
        return before !== undefined && key !== undefined && Reflect.get(element, key) !== before;
      })
      .map(([element]) => element);
    const items = changed.flatMap(element => element.getAttribute('data-item') ?? []);
    return { items, documents: changed.length - items.length };
  });
}

/** Waits until half a second has passed in which nothing was drawn. */
export async function nothingDrawn(page: Page): Promise<void> {
  const drawn = (): Promise<Redrawn> =>
    redrawnBy(
      page,
      () => page.waitForTimeout(500),
      () => Promise.resolve(),
    );
  await expect.poll(drawn, patience).toEqual({ items: [], documents: 0 });
}
