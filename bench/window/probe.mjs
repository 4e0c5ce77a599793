// Loaded into every Node process of the app that is measured (NODE_OPTIONS=--import): answers how long its event loop
// stood still at the longest, and how much processor time it took. Changes nothing else about it.
import { connect } from 'node:net';
import { basename } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

/** Milliseconds between two looks; a loop that is free is late by no more. */
const RESOLUTION = 1;

const port = Number(process.env['SEALDESK_BENCH_PROBE']);
const program = basename(process.argv[1] ?? '', '.js');
const role = { index: 'shell', 'engine-process': 'engine' }[program];

if (role !== undefined && port > 0) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  let cpu = process.cpuUsage();
  const socket = connect(port, '127.0.0.1');
  // The app ends when it wants to, and the benchmark may end before it.
  socket.unref();
  socket.on('error', () => undefined);
  socket.write(`${JSON.stringify({ role })}\n`);
  createInterface({ input: socket }).on('line', line => {
    if (line === 'begin') {
      delays.enable();
      delays.reset();
      cpu = process.cpuUsage();
      return;
    }
    const { user, system } = process.cpuUsage(cpu);
    const longest = delays.count === 0 ? 0 : Math.max(0, delays.max / 1e6 - RESOLUTION);
    delays.disable();
    socket.write(`${JSON.stringify({ longest, processor: (user + system) / 1000 })}\n`);
  });
}
