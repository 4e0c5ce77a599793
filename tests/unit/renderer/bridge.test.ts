import { describe, expect, it, vi } from 'vitest';
import { callNames, eventNames } from '../../../src/shared/ipc/index.ts';
import { openBridge } from '../../../src/renderer/src/bridge.ts';
import { appState, queueRow, syncState } from '../../support/window-bridge.ts';

/** What the preload script puts on the window, with one call answered by hand. */
const preload = (answers: Readonly<Record<string, (input: unknown) => unknown>> = {}) => ({
  ...Object.fromEntries(callNames.map(name => [name, async (input: unknown) => answers[name]?.(input)])),
  on: Object.fromEntries(eventNames.map(name => [name, () => () => undefined])),
});

describe('the bridge', () => {
  it('passes on an answer that fits the contract', async () => {
    const bridge = openBridge(
      preload({ 'sync.state': () => ({ ok: true, value: syncState({ cases: 7 }) }) }),
    );
    expect(await bridge['sync.state']({})).toEqual({ ok: true, value: syncState({ cases: 7 }) });
  });

  it('passes on an expected problem', async () => {
    const bridge = openBridge(
      preload({ 'sync.now': () => ({ ok: false, problem: { kind: 'signed_out' } }) }),
    );
    expect(await bridge['sync.now']({})).toEqual({ ok: false, problem: { kind: 'signed_out' } });
  });

  it.each([
    ['a value that breaks the contract', { ok: true, value: { ...syncState(), cases: 'many' } }, 'cases'],
    ['no result at all', undefined, undefined],
    ['a result without its value', { ok: true }, ''],
    ['a problem of an unknown kind', { ok: false, problem: { kind: 'gremlins' } }, undefined],
  ])('[WIN-3] turns %s into an internal problem', async (_what, answer, path) => {
    const bridge = openBridge(preload({ 'sync.state': () => answer }));
    const result = await bridge['sync.state']({});
    expect(result).toMatchObject({ ok: false, problem: { kind: 'internal', ...(path ? { path } : {}) } });
  });

  it('says that the engine stopped when nobody answers', async () => {
    const bridge = openBridge(
      preload({
        'sync.state': () => {
          throw new Error('channel closed');
        },
      }),
    );
    expect(await bridge['sync.state']({})).toMatchObject({ ok: false, problem: { kind: 'engine_stopped' } });
  });

  it('refuses a window of rows that are none', async () => {
    const window = { offset: 0, total: 1, revision: 1 };
    const bridge = openBridge(
      preload({ 'queue.window': () => ({ ok: true, value: { ...window, rows: [{ id: 'c1' }] } }) }),
    );
    const asked = bridge['queue.window']({ view: { filter: {}, sort: 'sla' }, offset: 0, limit: 1 });
    expect(await asked).toMatchObject({ ok: false, problem: { kind: 'internal' } });
  });

  it('takes a window of rows as it is', async () => {
    const value = { offset: 0, total: 1, revision: 1, rows: [queueRow()] };
    const bridge = openBridge(preload({ 'queue.window': () => ({ ok: true, value }) }));
    const asked = bridge['queue.window']({ view: { filter: {}, sort: 'sla' }, offset: 0, limit: 1 });
    expect(await asked).toEqual({ ok: true, value });
  });

  it('[WIN-3] does not hand on an event that breaks the contract', () => {
    let send: (payload: unknown) => void = () => undefined;
    const source = preload();
    const bridge = openBridge({
      ...source,
      on: {
        ...source.on,
        'app.changed': (listener: (payload: unknown) => void) => {
          send = listener;
          return () => undefined;
        },
      },
    });
    const listener = vi.fn<(payload: unknown) => void>();
    bridge.on['app.changed'](listener);
    expect(() => send({ ...appState(), phase: 'asleep' })).toThrow();
    expect(listener).not.toHaveBeenCalled();
    send(appState());
    expect(listener).toHaveBeenCalledExactlyOnceWith(appState());
  });

  it.each(['app.state', 'queue.window', 'outbox.escalate'])('does not open without %s', name => {
    expect(() => openBridge({ ...preload(), [name]: undefined })).toThrow(name);
  });
});
