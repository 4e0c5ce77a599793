import { onTestFinished } from 'vitest';
import { z } from '../../src/shared/zod.ts';
import { createCustomer } from './backend-customers.ts';
import type { TestBackend } from './backend.ts';
import { cacheFaults } from './cache-faults.ts';
import { temporaryDirectory } from './directory.ts';
import { eventually } from './eventually.ts';
import { createNetwork, pass, type Fate } from './network.ts';
import { testPorts } from './ports.ts';
import { openSendingDesk } from './sending-desk.ts';

const soon = {
  bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
  fraction: () => 0.01,
};

/** A workstation that sends to a real backend, over a network and onto a disk that can be told to fail. */
export async function openReplay(server: TestBackend) {
  const directory = temporaryDirectory();
  const plain = testPorts({ directory, random: soon });
  const network = createNetwork(plain.http);
  const real = testPorts({ directory, random: soon, http: network });
  const disk = cacheFaults(real.databases);
  const ports = { ...real, databases: disk.databases };
  const desk = await openSendingDesk(server, server.tenant.analyst, ports);
  const replay = desk.newReplay();
  onTestFinished(async () => {
    await replay.stop();
    await desk.close();
  });
  const customer = await createCustomer(server);
  /** The fate of requests that carry commands; the rest pass. */
  const onCommands = (fate: (batch: readonly { id: string; deviceSeq: number }[], index: number) => Fate) => {
    let index = 0;
    network.decide((request, path) => {
      if (path !== '/v1/commands') return pass;
      const { commands } = JSON.parse(new TextDecoder().decode(request.body));
      return fate(commands, index++);
    });
  };
  const notesAtBackend = async (): Promise<readonly string[]> => {
    const client = await server.signIn(server.tenant.supervisor);
    const { entities } = await client.syncAll();
    return [...entities.values()]
      .filter(({ entity }) => entity === 'note')
      .map(({ data }) => z.object({ text: z.string(), customerId: z.string() }).parse(data))
      .filter(({ customerId }) => customerId === customer.id)
      .map(({ text }) => text);
  };
  const allApplied = (ids: readonly string[]) =>
    eventually(() => ids.every(id => desk.stateOf(id) === 'applied'));
  const batches = () => network.sent.filter(({ path }) => path === '/v1/commands');
  const kindsOf = (commandId: string) =>
    desk.journal.entriesOfCommand(commandId).map(({ body }) => body.kind);
  return {
    desk,
    replay,
    customer,
    network,
    onCommands,
    notesAtBackend,
    allApplied,
    batches,
    kindsOf,
    ports,
    disk,
  };
}

/** Changes the results of an answer. */
export const results = (change: (results: Record<string, unknown>[]) => unknown[]): Fate => ({
  kind: 'rewrite',
  text: text => JSON.stringify({ results: change(JSON.parse(text).results) }),
});
