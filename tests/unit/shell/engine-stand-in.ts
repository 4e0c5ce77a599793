import type { EngineState, Told } from '../../../src/main/engine/engine.ts';
import type { FromEngine, ToEngine } from '../../../src/main/engine/messages.ts';

// What an engine process may do to the shell, without an engine: its last argument says how it behaves, the one before
// what the last process had told.

/** Long enough for a lock to come meanwhile on a loaded machine. */
const unlockMilliseconds = 3_000;

const manner = process.argv.at(-1);
const told: Told | null = JSON.parse(process.argv.at(-2) ?? 'null');
const { parentPort } = process;
const send = (message: FromEngine): void => parentPort.postMessage(message);
const state = (phase: 'locked' | 'ready', notices: EngineState['notices'] = []): EngineState => ({
  phase,
  suggestion: { deviceName: `${process.pid}` },
  idleLockMinutes: 5,
  watermark: true,
  notices,
});
const notice = { id: 'one', kind: 'cache_rebuilt', text: 'The local copy was damaged.' } as const;

if (manner === 'never comes up') process.exit(3);

parentPort.on('message', ({ data }: { data: ToEngine }) => {
  if (data.type === 'call') {
    if (data.name === 'queue.counts') process.exit(4);
    if (data.name === 'sync.now' && manner === 'locks itself') {
      send({ type: 'event', name: 'app.changed', payload: state('locked') });
      send({ type: 'spent' });
    }
    if (data.name === 'sync.now') return;
    if (data.name === 'vault.unlock') {
      setTimeout(() => {
        send({ type: 'event', name: 'app.changed', payload: state('ready') });
        send({ type: 'result', id: data.id, result: { ok: true, value: {} } });
      }, unlockMilliseconds);
      return;
    }
    send({ type: 'result', id: data.id, result: { ok: true, value: {} } });
    return;
  }
  if (data.type === 'lock') {
    // Said before it heard that it is locked, and still on the way.
    send({ type: 'event', name: 'app.changed', payload: state('ready', [notice]) });
    if (manner === 'crashes while it closes') process.exit(5);
  }
  setTimeout(() => send({ type: 'result', id: data.id, result: { ok: true, value: {} } }), 100);
});
send({ type: 'started', state: state('locked', told?.notices) });
