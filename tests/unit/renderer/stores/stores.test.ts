import { describe, expect, it } from 'vitest';
import { createAppStore } from '../../../../src/renderer/src/stores/app.ts';
import { createPreferencesStore } from '../../../../src/renderer/src/stores/preferences.ts';
import { createSyncStore } from '../../../../src/renderer/src/stores/sync.ts';
import { createToastStore } from '../../../../src/renderer/src/stores/toasts.ts';
import { preferencesSchema, problem } from '../../../../src/shared/ipc/index.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { appState, syncState, windowBridge } from '../../../support/window-bridge.ts';

describe('preferences', () => {
  it('follow what the shell has kept', async () => {
    const { bridge, emit } = windowBridge({ 'app.state': () => ok(appState()) });
    const app = createAppStore(bridge);
    const preferences = createPreferencesStore(bridge, app);
    await app.getState().reload();
    expect(preferences.getState().theme).toBe('system');
    emit('app.changed', appState({ preferences: { theme: 'dark', singleKeys: false, views: [] } }));
    expect(preferences.getState()).toMatchObject({ theme: 'dark', singleKeys: false });
  });

  it('[WIN-5] keep a view without the text that was searched for', async () => {
    const { bridge, inputsOf } = windowBridge({ 'app.setPreferences': () => ok({}) });
    const preferences = createPreferencesStore(bridge, createAppStore(bridge));
    const view = { filter: { risks: ['high' as const], text: 'Somebody' }, sort: 'sla' as const };
    await preferences.getState().saveView('High', view);
    const [kept] = inputsOf('app.setPreferences');
    expect(kept?.views).toEqual([{ name: 'High', view: { filter: { risks: ['high'] }, sort: 'sla' } }]);
    expect(preferencesSchema.safeParse(kept).success).toBe(true);
  });

  it('replace a view of the same name, and forget one', async () => {
    const { bridge } = windowBridge({ 'app.setPreferences': () => ok({}) });
    const preferences = createPreferencesStore(bridge, createAppStore(bridge));
    await preferences.getState().saveView('Mine', { filter: {}, sort: 'sla' });
    await preferences.getState().saveView('Mine', { filter: {}, sort: 'name' });
    expect(preferences.getState().views).toEqual([{ name: 'Mine', view: { filter: {}, sort: 'name' } }]);
    await preferences.getState().removeView('Mine');
    expect(preferences.getState().views).toEqual([]);
  });

  it('say when they can’t be kept', async () => {
    const { bridge } = windowBridge({ 'app.setPreferences': () => fail(problem('disk_full')) });
    const preferences = createPreferencesStore(bridge, createAppStore(bridge));
    await preferences.getState().setTheme('dark');
    expect(preferences.getState()).toMatchObject({ theme: 'dark', problem: { kind: 'disk_full' } });
  });
});

describe('the state of the app', () => {
  it('is ready once the vault is open, and says why when it is not', async () => {
    let phase: 'locked' | 'ready' = 'locked';
    const { bridge } = windowBridge({
      'app.state': () => ok(appState({ phase })),
      'vault.unlock': ({ passphrase }) => {
        if (passphrase !== 'right') return fail(problem('wrong_passphrase', { waitMs: 2000 }));
        phase = 'ready';
        return ok({});
      },
    });
    const app = createAppStore(bridge);
    await app.getState().reload();
    expect(await app.getState().unlock('wrong')).toEqual(problem('wrong_passphrase', { waitMs: 2000 }));
    expect(app.getState().app?.phase).toBe('locked');
    expect(await app.getState().unlock('right')).toBeUndefined();
    expect(app.getState().app?.phase).toBe('ready');
  });

  it('begins anew when asked to, and shows where it stands when that is no longer wanted', async () => {
    let phase: 'blocked' | 'locked' = 'blocked';
    const { bridge, inputsOf } = windowBridge({
      'app.state': () => ok(appState({ phase })),
      'app.retry': () => (phase === 'blocked' ? ok({}) : fail(problem('wrong_phase'))),
    });
    const app = createAppStore(bridge);
    await app.getState().retry();
    expect(inputsOf('app.retry')).toHaveLength(1);
    phase = 'locked';
    await app.getState().retry();
    expect(app.getState().app?.phase).toBe('locked');
  });

  it('tells of input at once, and not again for every key', () => {
    const { bridge, inputsOf } = windowBridge({ 'app.activity': () => ok({}) });
    const app = createAppStore(bridge);
    for (let key = 0; key < 100; key += 1) app.getState().active();
    expect(inputsOf('app.activity')).toHaveLength(1);
  });
});

describe('a wish to the shell', () => {
  it('to lock that was refused is said, for whoever is about to leave', async () => {
    const { bridge } = windowBridge({
      'app.state': () => ok(appState()),
      'vault.lock': () => fail(problem('engine_stopped')),
    });
    const app = createAppStore(bridge);
    await app.getState().lock();
    expect(app.getState()).toMatchObject({ app: { phase: 'ready' }, problem: { kind: 'engine_stopped' } });
    app.getState().dismissProblem();
    expect(app.getState().problem).toBeUndefined();
  });

  it('to keep a view that was refused is answered with the reason', async () => {
    const { bridge } = windowBridge({ 'app.setPreferences': () => fail(problem('disk_full')) });
    const preferences = createPreferencesStore(bridge, createAppStore(bridge));
    const refused = await preferences.getState().saveView('Mine', { filter: {}, sort: 'sla' });
    expect(refused?.kind).toBe('disk_full');
  });
});

describe('sync state', () => {
  it('sends a one-time code only where there is one, and says why signing in failed', async () => {
    const { bridge, inputsOf } = windowBridge({
      'session.signIn': ({ totp }) => (totp ? ok({}) : fail(problem('totp_required'))),
      'sync.state': () => ok(syncState()),
    });
    const sync = createSyncStore(bridge);
    expect((await sync.getState().signIn('pass', ''))?.kind).toBe('totp_required');
    expect(await sync.getState().signIn('pass', '123456')).toBeUndefined();
    expect(inputsOf('session.signIn')).toEqual([{ password: 'pass' }, { password: 'pass', totp: '123456' }]);
  });

  it('registers the device anew with both secrets, and says why that was refused', async () => {
    const { bridge, inputsOf } = windowBridge({
      'device.registerAnew': ({ password }) =>
        password === 'right' ? ok({}) : fail(problem('credentials_wrong')),
    });
    const sync = createSyncStore(bridge);
    const secrets = { passphrase: 'of the vault', password: 'wrong' };
    expect((await sync.getState().registerAnew(secrets))?.kind).toBe('credentials_wrong');
    expect(await sync.getState().registerAnew({ ...secrets, password: 'right' })).toBeUndefined();
    expect(inputsOf('device.registerAnew')).toHaveLength(2);
  });

  it('is forgotten when the workstation locks', () => {
    const { bridge, emit } = windowBridge();
    const sync = createSyncStore(bridge);
    emit('sync.changed', syncState({ cases: 9 }));
    expect(sync.getState().sync?.cases).toBe(9);
    emit('app.changed', appState({ phase: 'locked' }));
    expect(sync.getState().sync).toBeUndefined();
  });

  it('keeps why a wish was refused until the next one succeeds', async () => {
    let refuse = true;
    const { bridge } = windowBridge({
      'sync.now': () => (refuse ? fail(problem('backend_unreachable')) : ok({})),
      'sync.state': () => ok(syncState()),
    });
    const sync = createSyncStore(bridge);
    await sync.getState().syncNow();
    expect(sync.getState().problem?.kind).toBe('backend_unreachable');
    refuse = false;
    await sync.getState().syncNow();
    expect(sync.getState().problem).toBeUndefined();
  });
});

describe('an answer that is older than an event', () => {
  it('does not paint over what the event told of the network', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { bridge, emit } = windowBridge({
      'sync.state': () => promise.then(() => ok(syncState({ network: 'connecting' }))),
    });
    const sync = createSyncStore(bridge);
    const asked = sync.getState().reload();
    emit('sync.changed', syncState({ network: 'offline' }));
    resolve();
    await asked;
    expect(sync.getState().sync?.network).toBe('offline');
  });

  it('does not unlock a window that was locked meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { bridge, emit } = windowBridge({ 'app.state': () => promise.then(() => ok(appState())) });
    const app = createAppStore(bridge);
    const asked = app.getState().reload();
    emit('app.changed', appState({ phase: 'locked' }));
    resolve();
    await asked;
    expect(app.getState().app?.phase).toBe('locked');
  });
});

describe('messages', () => {
  it('that say the same stand once, as the latest', () => {
    const { bridge } = windowBridge();
    const toasts = createToastStore(bridge);
    const { show } = toasts.getState();
    show({ kind: 'said', text: 'That was the last case of this view.' });
    show({ kind: 'said', text: 'View saved.' });
    show({ kind: 'said', text: 'That was the last case of this view.' });
    expect(toasts.getState().toasts.map(({ id }) => id)).toEqual([2, 3]);
  });

  const undo = (commandId: string) => ({
    kind: 'undo' as const,
    text: `Approved ${commandId}`,
    commandId,
    undoUntil: '2026-11-21T12:00:10.000Z',
  });

  it('undo the newest decision first, and say so', async () => {
    const { bridge, inputsOf } = windowBridge({ 'review.undo': () => ok({}) });
    const toasts = createToastStore(bridge);
    toasts.getState().show(undo('k1'));
    toasts.getState().show(undo('k2'));
    await toasts.getState().undoLast();
    expect(inputsOf('review.undo')).toEqual([{ commandId: 'k2' }]);
    expect(toasts.getState().toasts.map(toast => toast.kind)).toEqual(['undo', 'said']);
  });

  it('say why an undo came too late', async () => {
    const { bridge } = windowBridge({ 'review.undo': () => fail(problem('not_undoable')) });
    const toasts = createToastStore(bridge);
    toasts.getState().show(undo('k1'));
    await toasts.getState().undoLast();
    expect(toasts.getState().toasts).toMatchObject([{ kind: 'problem', problem: { kind: 'not_undoable' } }]);
  });

  it('lead back to the case once its decision was taken back, and only then', async () => {
    let late = true;
    const { bridge } = windowBridge({
      'review.undo': () => (late ? fail(problem('not_undoable')) : ok({})),
    });
    const toasts = createToastStore(bridge);
    const led: string[] = [];
    toasts.getState().show({ ...undo('k1'), onUndone: () => led.push('k1') });
    await toasts.getState().undoLast();
    expect(led).toEqual([]);
    late = false;
    toasts.getState().show({ ...undo('k2'), onUndone: () => led.push('k2') });
    await toasts.getState().undoLast();
    expect(led).toEqual(['k2']);
  });

  it('offer no undo for a decision that was taken back elsewhere', () => {
    const { bridge } = windowBridge();
    const toasts = createToastStore(bridge);
    toasts.getState().show(undo('k1'));
    toasts.getState().show(undo('k2'));
    toasts.getState().dismissUndo('k2');
    expect(toasts.getState().toasts).toMatchObject([{ commandId: 'k1' }]);
  });

  it('[WIN-2] stand three at a time and are gone when the workstation locks', () => {
    const { bridge, emit } = windowBridge();
    const toasts = createToastStore(bridge);
    for (const text of ['a', 'b', 'c', 'd']) toasts.getState().show({ kind: 'said', text });
    expect(toasts.getState().toasts).toMatchObject([{ text: 'b' }, { text: 'c' }, { text: 'd' }]);
    emit('app.changed', appState({ phase: 'locked' }));
    expect(toasts.getState().toasts).toEqual([]);
  });
});
