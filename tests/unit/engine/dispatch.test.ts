import { expect, test } from 'vitest';
import { createDispatch } from '../../../src/main/engine/dispatch.ts';
import type { Handlers } from '../../../src/main/engine/handlers.ts';
import { StorageError } from '../../../src/main/engine/ports.ts';
import type { Phase } from '../../../src/shared/ipc/state.ts';

function world(work: () => void) {
  let phase: Phase = 'ready';
  let handlers: Partial<Handlers> = {};
  const told: string[] = [];
  let begin = (): void => undefined;
  const begun = new Promise<void>(resolve => (begin = resolve));
  handlers = {
    'case.open': async () => {
      await begun;
      work();
      throw new Error('the database connection is not open');
    },
  };
  const dispatch = createDispatch({
    phase: () => phase,
    handlers: () => handlers,
    log: event => told.push(event),
    damaged: () => told.push('damaged'),
  });
  return {
    told,
    begin,
    call: dispatch('case.open', { customerId: 'c-1' }),
    lock: () => {
      phase = 'locked';
      handlers = {};
    },
  };
}

test('a call that a lock cut short is answered as stopped, and nothing is taken for a bug', async () => {
  const { call, lock, begin, told } = world(() => undefined);
  lock();
  begin();
  expect(await call).toMatchObject({ problem: { kind: 'engine_stopped' } });
  expect(told).toEqual([]);
});

test('without a lock the same is a bug, and damage is told', async () => {
  const bug = world(() => undefined);
  bug.begin();
  expect(await bug.call).toMatchObject({ problem: { kind: 'internal' } });
  expect(bug.told).toEqual(['engine.bug']);
  const damage = world(() => {
    throw new StorageError({ kind: 'damaged', detail: 'test' });
  });
  damage.begin();
  expect(await damage.call).toMatchObject({ problem: { kind: 'storage_failed' } });
  expect(damage.told).toEqual(['damaged']);
});
