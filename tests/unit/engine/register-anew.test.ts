import { expect, test } from 'vitest';
import { customerWith } from '../../support/customer.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, passphrase, workstation } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { memoryKeychain } from '../../support/keychain.ts';
import { scriptedBackend } from '../../support/scripted-backend.ts';
import { sendProblem } from '../../support/scripted-server.ts';

const account = { email: 'a@example.test', password: 'right' };

test('[DEV-3] once a new device is registered nothing is asked for with the session of the old one', async () => {
  const backend = await scriptedBackend([customerWith({ id: 'c-1' })]);
  const keychain = memoryKeychain();
  let registering = false;
  let registered = false;
  let tried = false;
  const asked: string[] = [];
  const desk = await workstation({
    directory: temporaryDirectory(),
    jitter: 0.02,
    keychain: {
      ...keychain,
      // Between the new device's answer and the vault that holds it.
      write: async (entry, secret) => {
        if (registered && !tried) {
          tried = true;
          await desk.engine.call('sync.now', {});
          await new Promise(resolve => setTimeout(resolve, 100));
        }
        return keychain.write(entry, secret);
      },
    },
    between: real => ({
      send: async request => {
        const { pathname } = new URL(request.url);
        if (registered) asked.push(pathname);
        const answer = await real.send(request);
        registered ||= registering && pathname === '/v1/sessions';
        return answer;
      },
    }),
  });
  backend.trouble((_, response) => sendProblem(response, 409, 'rollback'), ['/v1/devices/self/checkpoint']);
  await firstRun(desk, backend.url, account);
  await desk.ask('note.add', {
    customerId: 'c-1',
    text: 'so that there is something to witness',
    mentions: [],
  });
  await desk.ask('sync.now', {});
  await eventually(async () => (await desk.ask('sync.state', {})).problem?.kind === 'journal_behind');
  const { deviceId } = desk.engine.state();

  registering = true;
  await desk.ask('device.registerAnew', { passphrase, password: account.password });
  await eventually(() => desk.engine.state().phase === 'locked');
  expect(tried).toBe(true);
  expect(asked).toEqual([]);

  registered = false;
  await desk.ask('vault.unlock', { passphrase });
  expect(desk.engine.state().deviceId).not.toBe(deviceId);
});
