/** What is drawn first: what a person looks at, then what is near it, then small pictures. */
export type Priority = 'visible' | 'near' | 'thumbnail';

const order: readonly Priority[] = ['visible', 'near', 'thumbnail'];

interface Job {
  readonly priority: Priority;
  readonly abort: AbortController;
  readonly run: () => Promise<void>;
}

export interface RenderQueue {
  /**
   * Runs `draw` when its turn comes: one drawing at a time, by priority, then in order of asking. Aborting the
   * signal takes it out of the line or cancels it; the promise then rejects with the signal's reason.
   */
  readonly add: <T>(
    priority: Priority,
    signal: AbortSignal,
    draw: (signal: AbortSignal) => Promise<T>,
  ) => Promise<T>;
}

/** One line for all drawing in the window, so that a page in view never waits for a dozen thumbnails. */
export function createRenderQueue(): RenderQueue {
  const waiting: Job[] = [];
  let busy = false;

  const next = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (;;) {
      waiting.sort((a, b) => order.indexOf(a.priority) - order.indexOf(b.priority));
      const job = waiting.shift();
      if (!job) break;
      await job.run();
    }
    busy = false;
  };

  return {
    add: <T>(priority: Priority, signal: AbortSignal, draw: (signal: AbortSignal) => Promise<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      if (signal.aborted) {
        reject(signal.reason);
        return promise;
      }
      const abort = new AbortController();
      const job: Job = {
        priority,
        abort,
        run: () => draw(abort.signal).then(resolve, reject),
      };
      const leave = () => {
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        abort.abort(signal.reason);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(job);
      void next();
      return promise.finally(() => signal.removeEventListener('abort', leave));
    },
  };
}
