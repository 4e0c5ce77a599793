import { expect, test } from 'vitest';
import { beginNewStream, deviceReplaced } from '../../../src/main/engine/new-stream.ts';
import { customerWith } from '../../support/customer.ts';
import { testDesk, valueOf } from '../../support/desk.ts';
import { vaultOwner } from '../../support/vault.ts';

const customerId = 'c-1';
const vault = { owner: { ...vaultOwner, deviceId: 'd-new' }, devicePublicKey: new Uint8Array(32).fill(1) };

test('[DEV-1] a new device parks what was unfinished, withdraws the start of a check, and begins once', async () => {
  const { desk, journal, cache, review, answer, sync } = await testDesk();
  sync(customerWith({ id: customerId }));
  const done = valueOf(review.addNote({ customerId, text: 'before', mentions: [] }));
  answer(done.commandId, { result: 'applied', version: null });
  const start = valueOf(review.start({ customerId }));
  const note = valueOf(review.addNote({ customerId, text: 'waiting', mentions: [] }));
  expect(valueOf(beginNewStream(journal, cache, vault))).toBeUndefined();

  valueOf(desk.record([{ kind: 'retired', deviceId: 'd-1', publicKey: 'a key' }]));
  expect(valueOf(beginNewStream(journal, cache, vault))).toBe(1);
  const states = [done, start, note].map(({ commandId }) => cache.outboxRow(commandId)?.state);
  expect(states).toEqual(['applied', 'withdrawn', 'parked']);
  expect(cache.outboxRow(note.commandId)?.parked).toMatchObject({ code: deviceReplaced });
  expect(valueOf(beginNewStream(journal, cache, vault))).toBeUndefined();
});
