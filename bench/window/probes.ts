import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../tools/index.mjs';

export type Role = 'shell' | 'engine';

/** What one process of the app did between `begin` and `end`. */
export interface Standing {
  /** The longest time its event loop stood still, ms. */
  readonly longest: number;
  /** Processor time, ms: what a busy machine does not change. */
  readonly processor: number;
}

/** Looks into the app's own processes while they run. */
export interface Probes {
  /** For the environment of the app. */
  readonly env: Readonly<Record<string, string>>;
  begin(): void;
  end(): Promise<Readonly<Record<Role, Standing>>>;
  close(): Promise<void>;
}

interface Probe {
  readonly socket: Socket;
  readonly lines: Interface;
}

const probeFile = join(ROOT, 'bench', 'window', 'probe.mjs');

/** Opens a port on loopback that the probes in the app report to. */
export async function openProbes(): Promise<Probes> {
  const probes = new Map<Role, Probe>();
  const server = createServer(socket => {
    // A process that is killed resets its connection.
    socket.on('error', () => socket.destroy());
    const lines = createInterface({ input: socket });
    lines.once('line', line => {
      const { role } = JSON.parse(line) as { readonly role: Role };
      probes.set(role, { socket, lines });
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the probes have no port');

  const ask = async (role: Role): Promise<Standing> => {
    const probe = probes.get(role);
    if (!probe) throw new Error(`no probe in the ${role}`);
    const answer = once(probe.lines, 'line', { signal: AbortSignal.timeout(30_000) });
    probe.socket.write('end\n');
    const [line] = (await answer) as [string];
    return JSON.parse(line) as Standing;
  };

  return {
    env: {
      NODE_OPTIONS: `--import=${pathToFileURL(probeFile).href}`,
      SEALDESK_BENCH_PROBE: String(address.port),
    },
    begin: () => {
      for (const { socket } of probes.values()) socket.write('begin\n');
    },
    end: async () => {
      const [shell, engine] = await Promise.all([ask('shell'), ask('engine')]);
      return { shell, engine };
    },
    close: () =>
      new Promise(resolve => {
        for (const { socket } of probes.values()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
