import { describe, expect, it } from 'vitest';
import { createRenderQueue } from '../../../../src/renderer/src/viewer/render-queue.ts';

const never = new AbortController().signal;

describe('the line of pages to draw', () => {
  it('draws one at a time, what is looked at before what is near and before thumbnails', async () => {
    const queue = createRenderQueue();
    const order: string[] = [];
    let drawing = 0;
    const job = (name: string) => async () => {
      drawing += 1;
      expect(drawing).toBe(1);
      await Promise.resolve();
      order.push(name);
      drawing -= 1;
    };
    await Promise.all([
      queue.add('thumbnail', never, job('running already')),
      queue.add('thumbnail', never, job('thumbnail')),
      queue.add('near', never, job('near')),
      queue.add('visible', never, job('visible 1')),
      queue.add('visible', never, job('visible 2')),
    ]);
    expect(order).toEqual(['running already', 'visible 1', 'visible 2', 'near', 'thumbnail']);
  });

  it('goes on after a drawing that failed', async () => {
    const queue = createRenderQueue();
    const failed = queue.add('visible', never, () => Promise.reject(new Error('broken page')));
    const next = queue.add('visible', never, () => Promise.resolve('drawn'));
    await expect(failed).rejects.toThrow('broken page');
    await expect(next).resolves.toBe('drawn');
  });

  it('takes out what was given up before its turn, and cancels what is being drawn', async () => {
    const queue = createRenderQueue();
    const first = new AbortController();
    const second = new AbortController();
    let cancelled = false;
    let ran = false;
    const running = queue.add('visible', first.signal, signal => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => {
        cancelled = true;
        reject(signal.reason);
      });
      return promise;
    });
    const waiting = queue.add('visible', second.signal, () => {
      ran = true;
      return Promise.resolve();
    });
    second.abort(new Error('scrolled away'));
    first.abort(new Error('closed'));
    await expect(waiting).rejects.toThrow('scrolled away');
    await expect(running).rejects.toThrow('closed');
    await expect(queue.add('near', never, () => Promise.resolve(1))).resolves.toBe(1);
    expect({ cancelled, ran }).toEqual({ cancelled: true, ran: false });
  });
});
