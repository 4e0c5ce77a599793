import type { Page } from 'playwright-core';

/** What the window did while it was watched. Times in ms. */
export interface Watched {
  /** The longest task: as the browser says where it calls it long, else by how late a timer came, 50 at most. */
  readonly longest: number;
  /** How late a timer came at worst; it may also wait for keys and frames, which go first. */
  readonly timerLate: number;
  /** Tasks of more than 50 ms, which the browser itself calls long. */
  readonly longTasks: readonly number[];
  /** The longest time between two frames. */
  readonly frameGap: number;
  readonly frames: number;
  /** Frames in which rows did not cover the list. */
  readonly blank: number;
  /** Frames in which a row in sight was still being fetched. */
  readonly fetching: number;
  /** The longest time from a key or click until what it did was painted. */
  readonly input: number;
}

/** Begins to watch the window, and its list of cases where one is shown. */
export async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = {
      longest: 0,
      timerLate: 0,
      longTasks: [] as number[],
      frameGap: 0,
      frames: 0,
      blank: 0,
      fetching: 0,
      input: 0,
    };
    let watching = true;
    const tasks = new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
    });
    tasks.observe({ type: 'longtask' });
    const inputs = new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) seen.input = Math.max(seen.input, duration);
    });
    inputs.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);

    // A timer comes 4 ms after the one before it when nothing is in its way.
    let beat = performance.now();
    const tick = (): void => {
      const now = performance.now();
      seen.timerLate = Math.max(seen.timerLate, now - beat - 4);
      beat = now;
      if (watching) setTimeout(tick, 4);
    };
    setTimeout(tick, 4);

    let frame = performance.now();
    const look = (): void => {
      const list = document.querySelector('[role=grid]');
      const head = list?.querySelector('[role=rowgroup], [role=row]');
      if (!list || !head) return;
      const top = head.getBoundingClientRect().bottom;
      const { bottom } = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll('[role=row][id]')];
      const boxes = rows.map(row => row.getBoundingClientRect());
      const ends = Number(list.getAttribute('aria-rowcount')) - 1;
      if (ends <= 0) return;
      const [first] = boxes;
      const last = boxes.at(-1);
      const lastRow = Number(rows.at(-1)?.getAttribute('aria-rowindex')) - 1;
      if (!first || !last || first.top > top + 1 || (last.bottom < bottom - 1 && lastRow < ends))
        seen.blank += 1;
      else if (
        rows.some((row, index) => {
          const box = boxes[index];
          return row.hasAttribute('aria-busy') && box && box.bottom > top && box.top < bottom;
        })
      )
        seen.fetching += 1;
    };
    const draw = (now: number): void => {
      seen.frameGap = Math.max(seen.frameGap, now - frame);
      frame = now;
      seen.frames += 1;
      look();
      if (watching) requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);

    Object.assign(globalThis, {
      sealdeskWatch: () => {
        watching = false;
        for (const { duration } of tasks.takeRecords()) seen.longTasks.push(duration);
        // What made a timer later than this was no long task: the browser would have said so.
        seen.longest = Math.max(...seen.longTasks, Math.min(50, seen.timerLate));
        tasks.disconnect();
        inputs.disconnect();
        return seen;
      },
    });
  });
}

/** Ends it and tells what was seen. */
export async function watched(page: Page): Promise<Watched> {
  return page.evaluate(() => {
    const { sealdeskWatch } = globalThis as unknown as { readonly sealdeskWatch: () => Watched };
    return sealdeskWatch();
  });
}
