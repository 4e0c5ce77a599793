import { createServer } from 'node:http';
import { openBaselineStore } from '../baseline-store.ts';
import { until } from '../desk.ts';
import type { Benchmark } from '../harness.ts';
import type { World } from '../world.ts';

/** A verdict on one item: in the journal, fsynced, head record written, projected, answered. */
export const decideInEngine = (world: World): Benchmark => ({
  name: 'decide.engine',
  what: 'a verdict → journal and head record fsynced → answered',
  unit: 'ms',
  baseline: 'one fsynced insert of the same size',
  runs: 200,
  prepare: async () => {
    const desk = await world.syncedDesk();
    const view = { filter: { statuses: ['UNDER_REVIEW' as const] }, sort: 'sla' as const };
    const { customerId } = await desk.ask('queue.next', { view, claimable: true });
    if (customerId === null) throw new Error('no case to review');
    await desk.ask('review.start', { customerId });
    const { items, customer } = await desk.ask('case.open', { customerId });
    const store = openBaselineStore('full');
    let turn = 0;
    return {
      value: async () => {
        const item = items[turn++ % items.length];
        if (!item) throw new Error('a case without items');
        const verdict = { item: item.item, verdict: 'pending' as const, reasons: ['badDocument.incomplete'] };
        const begin = performance.now();
        await desk.ask('review.mark', { customerId, version: customer.version, verdict });
        return performance.now() - begin;
      },
      baseline: async () => store.insert([[`id-${turn}`, 'x'.repeat(300)]]),
      close: async () => {
        store.close();
        await desk.ask('review.release', { customerId });
      },
    };
  },
});

const queued = 10_000;

/** Notes, the smallest of commands, written offline and drained on reconnect, from the first post to the last projected answer. */
export const replay = (world: World): Benchmark => ({
  name: 'replay',
  what: `${queued} notes on 500 cases, written offline, drained on reconnect`,
  unit: 'per s',
  baseline: 'bare posts of as many bytes, batched alike, to a server that only reads them',
  runs: 2,
  prepare: async () => {
    const desk = await world.syncedDesk();
    const { rows } = await desk.ask('queue.window', {
      view: { filter: {}, sort: 'name' },
      offset: 0,
      limit: 500,
    });
    const sink = await openSink();
    return {
      value: async () => {
        await desk.ask('sync.setPaused', { paused: true });
        for (let index = 0; index < queued; index += 1) {
          const customerId = rows[index % rows.length]?.id;
          if (customerId)
            await desk.ask('note.add', { customerId, text: `Seen at the desk, ${index}`, mentions: [] });
        }
        desk.passes(11_000);
        const begin = performance.now();
        await desk.ask('sync.setPaused', { paused: false });
        await until(async () => (await desk.ask('sync.state', {})).waiting === 0);
        return queued / ((performance.now() - begin) / 1000);
      },
      baseline: async () => {
        // A signed note takes about 900 bytes.
        const body = JSON.stringify({ commands: Array.from({ length: 100 }, () => 'x'.repeat(900)) });
        const begin = performance.now();
        for (let index = 0; index < queued; index += 100)
          await (await fetch(sink.url, { method: 'POST', body })).text();
        return queued / ((performance.now() - begin) / 1000);
      },
      close: sink.close,
    };
  },
});

async function openSink(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end('{}'));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sink has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
