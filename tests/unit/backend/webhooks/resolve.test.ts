import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressesIn } from '../../../../src/backend/webhooks/target/hosts.ts';
import { resolveWith } from '../../../../src/backend/webhooks/target/resolve.ts';

const types = { 1: 'A', 28: 'AAAA' } as const;

/** What the name server of this test says; `undefined`: nothing at all. */
let answers: (name: string, type: 'A' | 'AAAA') => readonly number[] | undefined;
let socket: Socket;
let directory: string;
let asked: string[];
let resolve: ReturnType<typeof resolveWith>;

beforeEach(async () => {
  asked = [];
  socket = createSocket('udp4', (query, { port, address }) => {
    // RFC 1035, 4.1: a header of 12 bytes, then the name in parts, then its type and class.
    const parts: string[] = [];
    let at = 12;
    for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
      parts.push(query.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const end = at + 5;
    const type = types[query.readUInt16BE(at + 1) as keyof typeof types];
    asked.push(`${type} ${parts.join('.')}`);
    const bytes = answers(parts.join('.'), type);
    if (bytes === undefined) return;
    const isKnown = bytes.length > 0;
    const header = Buffer.from([0, 0, 0x81, isKnown ? 0x80 : 0x83, 0, 1, 0, isKnown ? 1 : 0, 0, 0, 0, 0]);
    query.copy(header, 0, 0, 2);
    const record = Buffer.from([
      0xc0,
      12,
      0,
      type === 'A' ? 1 : 28,
      0,
      1,
      0,
      0,
      0,
      60,
      0,
      bytes.length,
      ...bytes,
    ]);
    socket.send(
      Buffer.concat([header, query.subarray(12, end), ...(isKnown ? [record] : [])]),
      port,
      address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  directory = await mkdtemp(join(tmpdir(), 'sealdesk-names-'));
  const hostsFile = join(directory, 'hosts');
  await writeFile(hostsFile, '127.0.0.1 localhost\n10.0.0.7 receiver Receiver.internal # ours\n');
  resolve = resolveWith({ hostsFile, servers: [`127.0.0.1:${socket.address().port}`] });
});
afterEach(async () => {
  socket.close();
  await rm(directory, { recursive: true });
});

const patient = () => AbortSignal.timeout(600_000);

describe('[HOOK-6] a name', () => {
  test('leads to all of its addresses, of both families', async () => {
    answers = (_name, type) =>
      type === 'A' ? [93, 184, 216, 34] : [0x20, 1, 0xd, 0xb8, ...Array<number>(11).fill(0), 9];
    expect(await resolve('receiver.example', patient())).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2001:db8::9', family: 6 },
    ]);
    expect(new Set(asked)).toEqual(new Set(['A receiver.example', 'AAAA receiver.example']));
  });

  test('of one family leads to that, and one of none is not found', async () => {
    answers = (name, type) => (name === 'one.example' && type === 'A' ? [93, 184, 216, 34] : []);
    expect(await resolve('one.example', patient())).toEqual([{ address: '93.184.216.34', family: 4 }]);
    await expect(resolve('none.example', patient())).rejects.toThrow(/ENOTFOUND|ENODATA/);
  });

  test('that this machine knows is asked of nobody else', async () => {
    answers = () => [93, 184, 216, 34];
    expect(await resolve('receiver.INTERNAL', patient())).toEqual([{ address: '10.0.0.7', family: 4 }]);
    for (const name of ['localhost', 'a.localhost'])
      expect((await resolve(name, patient())).map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
    expect(asked).toEqual([]);
  });

  test('whose server stays silent is given up when it is told to, and holds up no other', async () => {
    answers = name => (name.startsWith('silent') ? undefined : [93, 184, 216, 34]);
    const giveUp = new AbortController();
    const settled: string[] = [];
    // More than there are threads for calls of the system.
    const waiting = Array.from({ length: 12 }, (_, n) =>
      resolve(`silent-${n}.example`, giveUp.signal).catch(() => settled.push('given up')),
    );
    await expect.poll(() => asked.length, { interval: 5 }).toBeGreaterThanOrEqual(24);
    expect(await resolve('quick.example', patient())).not.toEqual([]);
    expect(settled).toEqual([]);
    giveUp.abort();
    await Promise.all(waiting);
    expect(settled).toHaveLength(12);
    await expect(resolve('late.example', giveUp.signal)).rejects.toThrow('aborted');
  });
});

test('a hosts file is read by its lines: an address and its names, up to a sign of a comment', () => {
  const hosts =
    '# one.example\n1.2.3.4\tone.example two.example\r\n::5 one.example #two.example\nx one.example\n\n';
  expect(addressesIn(hosts, 'ONE.example')).toEqual([
    { address: '1.2.3.4', family: 4 },
    { address: '::5', family: 6 },
  ]);
  expect(addressesIn(hosts, 'two.example')).toEqual([{ address: '1.2.3.4', family: 4 }]);
  expect(addressesIn(hosts, 'three.example')).toEqual([]);
});
