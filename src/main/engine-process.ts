import { createLog, createPorts } from './engine/adapters/index.ts';
import { clock } from './engine/adapters/clock.ts';
import { createBlockedEngine, createEngine } from './engine/index.ts';
import type { Engine, EngineEvent } from './engine/engine.ts';
import type { EngineArguments, FromEngine, ToEngine } from './engine/messages.ts';
import { StorageError } from './engine/ports.ts';
import { storageProblem } from './engine/storage-problem.ts';

// The engine as a process of its own (Electron's utilityProcess): a sync of any size never makes a window wait, and
// when this process ends its keys are gone. One JSON argument says where the profile is.

const { parentPort } = process;
const argument = process.argv.findLast(text => text.startsWith('{'));
if (argument === undefined) throw new Error('the engine is started with one JSON argument');
const { profileDirectory, suggestion, told }: EngineArguments = JSON.parse(argument);

const send = (message: FromEngine): void => parentPort.postMessage(message);
const log = createLog({ clock, write: line => process.stderr.write(line) });

function start(): Engine {
  try {
    const ports = createPorts({ profileDirectory, log });
    return createEngine({ ports, suggestion, told, spent: () => send({ type: 'spent' }) });
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return createBlockedEngine(suggestion, storageProblem(error.fault));
  }
}
const engine = start();

const forward = (name: EngineEvent): void => {
  engine.subscribe(name, payload => send({ type: 'event', name, payload } as FromEngine));
};

async function answer(message: ToEngine): Promise<void> {
  switch (message.type) {
    case 'call':
      send({ type: 'result', id: message.id, result: await engine.call(message.name, message.input) });
      return;
    case 'lock':
      await engine.lock(message.cause);
      send({ type: 'result', id: message.id, result: { ok: true, value: {} } });
      return;
    case 'stop':
      await engine.stop();
      send({ type: 'result', id: message.id, result: { ok: true, value: {} } });
  }
}

parentPort.on('message', ({ data }: { data: ToEngine }) => void answer(data));
// Without a shell there is nobody to show anything to; what was decided is in the journal already.
process.on('disconnect', () => void engine.stop().finally(() => process.exit(0)));

await engine.start();
send({ type: 'started', state: engine.state() });
for (const name of [
  'app.changed',
  'sync.changed',
  'cache.changed',
  'outbox.changed',
  'document.changed',
  'links.changed',
] as const)
  forward(name);
