import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFirstRunStore } from '../../../../src/renderer/src/firstRun/store.ts';
import { problem } from '../../../../src/shared/ipc/index.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { windowBridge } from '../../../support/window-bridge.ts';

const suggestion = { deviceName: 'Desk 4', email: 'analyst@sample.example', password: 'given' };
const found = { url: 'https://cases.example', name: 'Meridian Bank', milliseconds: 12 };

describe('first run', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('goes from the address to the first sync, forgetting the password on the way', async () => {
    const { bridge, inputsOf } = windowBridge({
      'setup.checkBackend': () => ok(found),
      'setup.signIn': () => ok({ name: 'Mara Köhler', roles: ['analyst'] }),
      'setup.finish': () => ok({}),
    });
    const setup = createFirstRunStore(bridge, suggestion);
    setup.getState().setUrl('cases.example');
    await vi.advanceTimersByTimeAsync(500);
    await setup.getState().continueToSignIn();
    expect(setup.getState().step).toBe('signIn');
    await setup.getState().signIn();
    expect(inputsOf('setup.signIn')).toEqual([
      { url: found.url, email: suggestion.email, password: 'given', deviceName: 'Desk 4' },
    ]);
    expect(setup.getState()).toMatchObject({ step: 'passphrase', password: '', signedInAs: 'Mara Köhler' });
    await setup.getState().finish('copper lantern river nine');
    expect(setup.getState().step).toBe('sync');
  });

  it('tries the address once typing pauses, and stays on it while it fails', async () => {
    const { bridge, inputsOf } = windowBridge({
      'setup.checkBackend': () => fail(problem('backend_unreachable')),
    });
    const setup = createFirstRunStore(bridge, suggestion);
    for (const url of ['https://c', 'https://ca', 'https://cas']) setup.getState().setUrl(url);
    await vi.advanceTimersByTimeAsync(500);
    expect(inputsOf('setup.checkBackend')).toEqual([{ url: 'https://cas' }]);
    await setup.getState().continueToSignIn();
    expect(setup.getState()).toMatchObject({ step: 'backend', check: { state: 'failed' } });
  });

  it('does not take the answer about an address for another', async () => {
    let answer: () => void = () => undefined;
    const { bridge } = windowBridge({
      'setup.checkBackend': () =>
        new Promise(resolve => {
          answer = () => resolve(ok(found));
        }),
    });
    const setup = createFirstRunStore(bridge, suggestion);
    setup.getState().setUrl('https://one.example');
    await vi.advanceTimersByTimeAsync(500);
    setup.getState().setUrl('https://two.example');
    answer();
    await vi.advanceTimersByTimeAsync(1);
    expect(setup.getState().check.state).toBe('none');
  });

  it('asks for a one-time code when the backend wants one, and sends it', async () => {
    const { bridge, inputsOf } = windowBridge({
      'setup.checkBackend': () => ok(found),
      'setup.signIn': ({ totp }) =>
        totp === '123456' ? ok({ name: 'Mara', roles: [] }) : fail(problem('totp_required')),
    });
    const setup = createFirstRunStore(bridge, suggestion);
    setup.getState().setUrl('https://cases.example');
    await setup.getState().continueToSignIn();
    await setup.getState().signIn();
    expect(setup.getState()).toMatchObject({ step: 'signIn', problem: { kind: 'totp_required' } });
    setup.getState().edit({ totp: '123456' });
    await setup.getState().signIn();
    expect(inputsOf('setup.signIn').at(-1)?.totp).toBe('123456');
    expect(setup.getState().step).toBe('passphrase');
  });

  it('does not send a passphrase that is too short', async () => {
    const { bridge, inputsOf } = windowBridge({ 'setup.finish': () => ok({}) });
    const setup = createFirstRunStore(bridge, suggestion);
    await setup.getState().finish('short');
    expect(inputsOf('setup.finish')).toEqual([]);
    expect(setup.getState().problem?.kind).toBe('weak_passphrase');
  });
});
