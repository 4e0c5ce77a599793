import { expect, test } from 'vitest';
import { onceRead } from '../../../../src/backend/providers/once-read.ts';

test('[PRV-6] a list that could not be read once is read again for the next check, and kept when it was', async () => {
  let asked = 0;
  const read = onceRead(async () => {
    asked += 1;
    if (asked === 1) throw new Error('EMFILE: too many open files');
    return { asked };
  });
  const together = await Promise.allSettled([read(), read()]);
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const [one, other] = await Promise.all([read(), read()]);
  expect(one).toBe(other);
  expect(await read()).toBe(one);
  expect(asked).toBe(2);
});
