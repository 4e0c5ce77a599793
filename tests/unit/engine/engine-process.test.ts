import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FromEngine, ToEngine } from '../../../src/main/engine/messages.ts';
import { temporaryDirectory } from '../../support/directory.ts';

const root = join(import.meta.dirname, '../../..');

interface EngineChild {
  readonly child: ChildProcess;
  readonly messages: FromEngine[];
  next(matches: (message: FromEngine) => boolean): Promise<FromEngine>;
  send(message: ToEngine): void;
}

/** The engine as the program starts it where there is no Electron. */
function startEngine(profileDirectory: string): EngineChild {
  const argument = JSON.stringify({ profileDirectory, suggestion: { deviceName: 'Test desk' } });
  const child = fork(join(root, 'src/main/engine-process.ts'), [argument], {
    serialization: 'advanced',
    execArgv: ['--import', join(root, 'tools/chromium-shell/utility-child.mjs')],
    stdio: 'inherit',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const messages: FromEngine[] = [];
  child.on('message', (message: FromEngine) => messages.push(message));
  return {
    child,
    messages,
    next: async matches => {
      for (;;) {
        const found = messages.find(matches);
        if (found) return found;
        await once(child, 'message');
      }
    },
    send: message => void child.send(message),
  };
}

test('the engine process says once where it stands, then answers each call by its id', async () => {
  const engine = startEngine(temporaryDirectory());
  const started = await engine.next(message => message.type === 'started');
  expect(started).toMatchObject({ state: { phase: 'firstRun', suggestion: { deviceName: 'Test desk' } } });

  engine.send({ type: 'call', id: 7, name: 'setup.checkBackend', input: { url: 'http://example.com' } });
  engine.send({ type: 'call', id: 8, name: 'queue.counts', input: {} });
  const answers = await Promise.all(
    [7, 8].map(id => engine.next(message => message.type === 'result' && message.id === id)),
  );
  expect(answers).toMatchObject([
    { result: { ok: false, problem: { kind: 'address_invalid' } } },
    { result: { ok: false, problem: { kind: 'wrong_phase' } } },
  ]);
  expect(engine.messages.filter(({ type }) => type === 'started')).toHaveLength(1);
});

test('[IPC-2] a call with a member that the table does not know, or of no known name, is refused', async () => {
  const engine = startEngine(temporaryDirectory());
  await engine.next(message => message.type === 'started');
  const input: { url: string } = Object.assign({ url: 'localhost' }, { extra: 1 });
  engine.send({ type: 'call', id: 1, name: 'setup.checkBackend', input });
  const refused = await engine.next(message => message.type === 'result' && message.id === 1);
  expect(refused).toMatchObject({ result: { ok: false, problem: { kind: 'invalid_input' } } });

  for (const [index, name] of ['no.such', 'toString', '__proto__', 'app.state'].entries()) {
    const id = 10 + index;
    engine.child.send({ type: 'call', id, name, input: {} });
    const answer = await engine.next(message => message.type === 'result' && message.id === id);
    expect(answer).toMatchObject({ result: { ok: false } });
  }
});

test('a profile that can not be made is named, and the engine process stays to say so', async () => {
  const file = join(temporaryDirectory(), 'a file');
  writeFileSync(file, 'in the way of the profile');
  const engine = startEngine(join(file, 'profile'));
  expect(await engine.next(message => message.type === 'started')).toMatchObject({
    state: { phase: 'blocked', problem: { kind: 'storage_failed' } },
  });
  engine.send({ type: 'call', id: 1, name: 'vault.unlock', input: { passphrase: 'whatever it is' } });
  engine.send({ type: 'stop', id: 2 });
  await engine.next(message => message.type === 'result' && message.id === 2);
  const answer = engine.messages.find(message => message.type === 'result' && message.id === 1);
  expect(answer).toMatchObject({ result: { problem: { kind: 'wrong_phase' } } });
});

test('the engine process leaves its profile free when it is stopped, and ends when the program is gone', async () => {
  const directory = temporaryDirectory();
  const first = startEngine(directory);
  await first.next(message => message.type === 'started');
  const second = startEngine(directory);
  const kept = await second.next(message => message.type === 'started');
  expect(kept).toMatchObject({ state: { phase: 'blocked', problem: { kind: 'profile_in_use' } } });

  first.send({ type: 'stop', id: 1 });
  await first.next(message => message.type === 'result' && message.id === 1);
  const third = startEngine(directory);
  expect(await third.next(message => message.type === 'started')).toMatchObject({
    state: { phase: 'firstRun' },
  });

  const ended = once(third.child, 'exit');
  third.child.disconnect();
  await ended;
});
