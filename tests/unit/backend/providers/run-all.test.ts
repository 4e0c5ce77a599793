import { expect, test } from 'vitest';
import { runAllOf } from '../../../../src/backend/providers/checks/run-all.ts';
import type { Provider, ProviderInput, ProviderOutcome } from '../../../../src/backend/providers/index.ts';
import { shippedLevels } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

const [level] = shippedLevels;
if (!level) throw new Error('no level');

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const clear: ProviderOutcome = { state: 'clear', findings: [] };
const input: ProviderInput = {
  tenantId: 't',
  customer: customerWith({ id: 'c' }),
  level: { ...level, version: 1 },
  at: 0,
  readDocument: () => Promise.reject(new Error('none')),
};

test('[PRV-6] checks are made side by side, one that needs others once those have ended', async () => {
  const said: string[] = [];
  const begun = { a: Promise.withResolvers<void>(), b: Promise.withResolvers<void>() };
  const waitingFor = (name: 'a' | 'b', other: 'a' | 'b'): Provider => ({
    name,
    run: async () => {
      said.push(`${name} begins`);
      begun[name].resolve();
      await begun[other].promise;
      said.push(`${name} ends`);
      return clear;
    },
  });
  const last: Provider = {
    name: 'last',
    needs: ['a', 'b'],
    run: async () => {
      said.push('last begins');
      return clear;
    },
  };
  const runAll = runAllOf([last, waitingFor('a', 'b'), waitingFor('b', 'a')], log);
  const limits = { remainingMs: 600_000, signal: new AbortController().signal };
  const attempts = await runAll(['a', 'last', 'b'], input, limits);
  expect([...attempts].map(([name, { kind }]) => [name, kind])).toEqual([
    ['a', 'ended'],
    ['last', 'ended'],
    ['b', 'ended'],
  ]);
  expect(said.slice(0, 2).toSorted()).toEqual(['a begins', 'b begins']);
  expect(said.slice(2, 4).toSorted()).toEqual(['a ends', 'b ends']);
  expect(said.slice(4)).toEqual(['last begins']);
});
