import { describe, expect, it, vi } from 'vitest';
import { createKeys, isTakenOver, takenActions } from '../../../../src/renderer/src/keys/store.ts';

const press = (key: string) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  altGraph: false,
});

describe('actions that screens take', () => {
  it('are found by key only while taken', () => {
    const keys = createKeys();
    expect(keys.find(press('a'), true)).toBeUndefined();
    const release = keys.register('review.approve', vi.fn<() => void>());
    expect(keys.find(press('a'), true)).toBe('review.approve');
    release();
    expect(keys.find(press('a'), true)).toBeUndefined();
    expect(takenActions(keys.store.getState())).toEqual([]);
  });

  it('run the handler that was registered last, and the one before when that is gone', () => {
    const keys = createKeys();
    const frame = vi.fn<() => void>();
    const screen = vi.fn<() => void>();
    keys.register('undo.last', frame);
    expect(isTakenOver(keys.store.getState(), 'undo.last')).toBe(false);
    const release = keys.register('undo.last', screen);
    expect(isTakenOver(keys.store.getState(), 'undo.last')).toBe(true);
    keys.run('undo.last');
    expect([frame.mock.calls.length, screen.mock.calls.length]).toEqual([0, 1]);
    release();
    keys.run('undo.last');
    expect([frame.mock.calls.length, screen.mock.calls.length]).toEqual([1, 1]);
  });

  it('share a key: the one taken last has it', () => {
    const keys = createKeys();
    keys.register('queue.down', vi.fn<() => void>());
    const release = keys.register('review.itemDown', vi.fn<() => void>());
    expect(keys.find(press('j'), true)).toBe('review.itemDown');
    release();
    expect(keys.find(press('j'), true)).toBe('queue.down');
  });

  it('[WIN-4] do not answer single letters when these are switched off', () => {
    const keys = createKeys();
    keys.register('queue.down', vi.fn<() => void>());
    expect(keys.find(press('j'), false)).toBeUndefined();
    expect(keys.find(press('ArrowDown'), false)).toBe('queue.down');
  });

  it('say whether there was anything to run', () => {
    const keys = createKeys();
    expect(keys.run('lock')).toBe(false);
    keys.register('lock', vi.fn<() => void>());
    expect(keys.run('lock')).toBe(true);
  });
});
