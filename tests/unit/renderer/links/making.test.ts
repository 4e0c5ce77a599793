import { expect, test } from 'vitest';
import { isDoubtful, standstillOf, standstillProblem } from '../../../../src/renderer/src/links/doubt.ts';
import { createMaking } from '../../../../src/renderer/src/links/new/making.ts';
import {
  ipcProblemKinds,
  problem,
  type CallInput,
  type CallOutput,
  type IpcProblem,
} from '../../../../src/shared/ipc/index.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { syncState, windowBridge } from '../../../support/window-bridge.ts';

const wanted = { kind: 'individual', levelId: 'kyc-basic' } as const;
const url = `https://v.example/verify/${'a'.repeat(43)}`;
const made: CallOutput<'links.create'> = {
  link: {
    id: 'l-1',
    ...wanted,
    levelName: 'KYC Basic',
    customerHere: true,
    asksForMore: true,
    state: 'active',
    createdAt: '2026-01-15T09:00:00.000Z',
    expiresAt: '2026-01-16T09:00:00.000Z',
  },
  url,
};

/** A backend that answers when told to, and a dialog that is open. */
function opened() {
  const waiting: ((answer: Result<typeof made, IpcProblem>) => void)[] = [];
  const { bridge, inputsOf } = windowBridge({
    'links.create': () => new Promise(resolve => waiting.push(resolve)),
  });
  const late: string[] = [];
  const store = createMaking(bridge, words => late.push(words));
  const leave = store.getState().attend();
  let asked = Promise.resolve();
  return {
    store,
    leave,
    late,
    keys: () => inputsOf('links.create').map(({ key }) => key),
    make(link: CallInput<'links.create'>['link'] = wanted): void {
      if (waiting.length === 0) asked = store.getState().make(link);
      else void store.getState().make(link);
    },
    async answered(answer: Result<typeof made, IpcProblem>): Promise<void> {
      waiting.shift()?.(answer);
      await asked;
    },
  };
}
const slow = fail(problem('backend_slow'));

test('[WIN-8] pressed twice, or again after a lost answer, it is about one link', async () => {
  const { store, make, answered, keys } = opened();
  make();
  make();
  expect(keys()).toHaveLength(1);
  await answered(slow);
  expect(store.getState()).toMatchObject({ busy: false, problem: { kind: 'backend_slow' } });
  make();
  expect(new Set(keys()).size).toBe(1);
  await answered(ok(made));
  expect(store.getState()).toMatchObject({ problem: undefined, made: { url, wanted } });
  store.getState().another();
  expect(store.getState().made).toBeUndefined();
  make();
  await answered(slow);
  make({ ...wanted, locale: 'de' });
  expect(new Set(keys()).size).toBe(3);
});

test('[WIN-7] an answer that comes after the dialog was closed is told without the address, and kept nowhere', async () => {
  const { store, make, answered, leave, late } = opened();
  make();
  leave();
  await answered(ok(made));
  expect(late).toEqual([expect.stringContaining('was made, and nobody has its address')]);
  expect(late.join()).not.toContain('/verify/');
  expect(store.getState().made).toBeUndefined();
});

test('a lost answer that nobody waits for is told of too, a refusal is not', async () => {
  for (const [answer, told] of [
    [slow, 1],
    [fail(problem('plan_limit_reached')), 0],
  ] as const) {
    const { make, answered, leave, late } = opened();
    make();
    leave();
    await answered(answer);
    expect(late).toHaveLength(told);
  }
});

test('a refusal is about what was asked for; that nobody knows stays said', async () => {
  for (const [answer, left] of [
    [fail(problem('plan_limit_reached')), undefined],
    [slow, { kind: 'backend_slow' }],
  ] as const) {
    const { store, make, answered } = opened();
    make();
    await answered(answer);
    expect(store.getState().problem).toMatchObject(answer.problem);
    store.getState().edited();
    expect(store.getState().problem).toEqual(left);
  }
});

test('[WIN-8] whether a link can be made is known before it is tried: offline, by choice or not, and signed out', () => {
  expect(standstillOf(undefined)).toBeUndefined();
  expect(standstillOf(syncState({ problem: problem('signed_out') }))).toBeUndefined();
  const away = { network: 'offline' } as const;
  expect(standstillOf(syncState(away))).toBe('away');
  expect(standstillOf(syncState({ ...away, paused: true }))).toBe('paused');
  expect(standstillOf(syncState({ ...away, problem: problem('signed_out') }))).toBe('signed_out');
  expect(standstillProblem('away')).toEqual(problem('needs_backend'));
  expect(standstillProblem('signed_out')).toEqual(problem('needs_backend', { detail: 'signed_out' }));
});

test('only what may have been done at the backend is doubtful', () => {
  expect(ipcProblemKinds.filter(kind => isDoubtful(problem(kind)))).toEqual(
    expect.arrayContaining(['backend_unreachable', 'backend_slow', 'backend_failing']),
  );
  for (const kind of ['plan_limit_reached', 'needs_backend', 'backend_untrusted', 'not_allowed'] as const)
    expect(isDoubtful(problem(kind))).toBe(false);
});
