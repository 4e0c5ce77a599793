import { expect, test } from 'vitest';
import { endpoints, problemCodes, problemStatuses } from '../../../src/shared/api/index.ts';
import { callNames, calls, eventNames, events } from '../../../src/shared/ipc/index.ts';

test('[IPC-1] the names that the preload knows are exactly those of the tables', () => {
  expect([...callNames].toSorted()).toEqual(Object.keys(calls).toSorted());
  expect([...eventNames].toSorted()).toEqual(Object.keys(events).toSorted());
});

test('[IPC-2] every call refuses members that it does not know', () => {
  for (const [name, call] of Object.entries(calls)) {
    const parsed = call.input.safeParse({ surplus: true });
    expect(parsed.success, name).toBe(false);
  }
});

test('every endpoint has a path of its own and only known problem codes', () => {
  const places = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
  for (const endpoint of Object.values(endpoints)) {
    for (const code of endpoint.problems) expect(problemCodes).toContain(code);
  }
  expect(Object.values(problemStatuses).every(status => status >= 400 && status < 600)).toBe(true);
});
