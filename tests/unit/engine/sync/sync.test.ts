import { expect, test } from 'vitest';
import { createConnection } from '../../../../src/main/engine/connection/index.ts';
import { createSession } from '../../../../src/main/engine/session/index.ts';
import { createSync, type FeedListener, type FeedState } from '../../../../src/main/engine/sync/index.ts';
import { testCache } from '../../../support/cache.ts';
import { customerWith, removalOf, upsertOf } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { eventually } from '../../../support/eventually.ts';
import { decidedBody, openJournal } from '../../../support/journal.ts';
import { testPorts } from '../../../support/ports.ts';
import {
  scriptedServer,
  sendJson,
  sendProblem,
  type Script,
  type ScriptedRequest,
} from '../../../support/scripted-server.ts';
import type { ServerResponse } from 'node:http';
import { newVault, vaultOwner } from '../../../support/vault.ts';
import { signedInAnswer } from '../../../support/session.ts';
import type { Policy } from '../../../../src/shared/api/index.ts';

type Feed = (request: ScriptedRequest, response: ServerResponse) => void;

const serverTime = '2026-01-15T09:30:00.000Z';
const idOf = (number: number) => `c${String(number).padStart(5, '0')}`;
const customer = (number: number, name = `Customer ${number}`) => customerWith({ id: idOf(number), name });

/** A feed of `total` customers in pages; then the request is held. */
function pages(total: number, size: number): Feed {
  return (request, response) => {
    const from = Number(request.query.get('cursor') ?? 0);
    if (from >= total) return; // held until something changes, which nothing does
    const to = Math.min(total, from + size);
    const lines = Array.from({ length: to - from }, (_, index) =>
      upsertOf(customer(from + index), from + index),
    );
    sendLines(response, [
      ...lines,
      { cursor: String(to), hasMore: to < total, serverTime, remaining: total - to },
    ]);
  };
}

const end = (cursor: string, hasMore = false) => ({ cursor, hasMore, serverTime });

function sendLines(response: ServerResponse, lines: readonly unknown[]): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.end(lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join(''));
}

async function world(feed: Feed, { size = 0, jitter = 0.02 }: { size?: number; jitter?: number } = {}) {
  let playing = feed;
  const witnessed: unknown[] = [];
  const script: Script = (request, response) => {
    if (request.path === '/v1/changes') playing(request, response);
    else if (request.path.endsWith('/checkpoint')) {
      witnessed.push(JSON.parse(request.body));
      sendJson(response, 200, { size: 1, root: '' });
    } else sendProblem(response, 404, 'not_found');
  };
  const server = await scriptedServer(script);
  const ports = testPorts({
    directory: temporaryDirectory(),
    random: { bytes: count => new Uint8Array(count).fill(3), fraction: () => jitter },
  });
  const vault = await newVault(ports, { ...vaultOwner, backendUrl: server.url });
  const session = createSession({ ports, vault });
  await session.adopt(signedInAnswer());
  const cache = testCache(ports);
  const connection = createConnection({ ports });
  const states: FeedState[] = [];
  const policies: Policy[] = [];
  const touched: (readonly string[] | null)[] = [];
  let wipes = 0;
  const listener: FeedListener = {
    applied: ({ customerIds }) => touched.push(customerIds),
    policy: policy => policies.push(policy),
    links: () => undefined,
    wipe: () => (wipes += 1),
    changed: state => states.push(state),
  };
  const journal = await openJournal(ports, vault);
  for (let number = 1; number <= size; number += 1) journal.append([decidedBody(number)]);
  const sync = createSync({
    ports,
    api: session.api,
    connection,
    cache,
    journal,
    deviceId: vaultOwner.deviceId,
    listener,
  });
  const stop = async () => {
    const stopped = sync.stop();
    connection.close();
    await stopped;
    journal.close();
  };
  return {
    server,
    cache,
    connection,
    sync,
    stop,
    states,
    policies,
    touched,
    journal,
    witnessed,
    wipes: () => wipes,
    feed: (next: Feed) => (playing = next),
    feedRequests: () => server.requests.filter(({ path }) => path === '/v1/changes'),
  };
}

test('the first sync copies every page, says how far it is, and then holds a request until something changes', async () => {
  const { sync, cache, states, feedRequests, stop, connection } = await world(pages(2500, 1000));
  sync.start();
  await eventually(() => cache.syncMark().complete && feedRequests().at(-1)?.query.get('wait') === '25');
  expect(cache.caseCount()).toBe(2500);
  expect(connection.state().network).toBe('online');
  const progress = states.flatMap(state =>
    state.activity === 'initial' && state.progress ? [state.progress] : [],
  );
  expect(progress.map(({ done, total }) => [done, total])).toEqual([
    [1000, 2500],
    [2000, 2500],
    [2500, 2500],
  ]);
  expect(sync.state()).toEqual({ activity: 'idle' });
  expect(sync.serverClock()).toMatchObject({ lastServerTime: serverTime });
  expect(sync.serverClock().elapsedMs).toBeGreaterThanOrEqual(0);
  await stop();
});

test('a change arrives on the held request', async () => {
  let held: ServerResponse | undefined;
  const { sync, cache, feed, stop, touched } = await world(pages(3, 10));
  feed((request, response) => {
    if (request.query.has('wait')) held = response;
    else pages(3, 10)(request, response);
  });
  sync.start();
  const response = await eventually(() => held);
  sendLines(response, [upsertOf(customer(1, 'Renamed'), 9), end('9')]);
  await eventually(() => cache.customer(idOf(1))?.name === 'Renamed');
  expect(touched.at(-1)).toEqual([idOf(1)]);
  await stop();
});

test('[SYN-1] a page that is cut short is not applied, not even in part', async () => {
  const { sync, cache, feed, stop, feedRequests } = await world((_, response) => {
    response.writeHead(200);
    response.write(JSON.stringify(upsertOf(customer(1))) + '\n', () => response.destroy());
  });
  sync.start();
  await eventually(() => feedRequests().length >= 2);
  expect(cache.caseCount()).toBe(0);
  feed((_, response) => sendLines(response, [upsertOf(customer(1))]));
  const before = feedRequests().length;
  await eventually(() => feedRequests().length >= before + 2);
  expect(cache.caseCount()).toBe(0);
  expect(cache.cursor()).toBeUndefined();
  feed(pages(4, 10));
  await eventually(() => cache.caseCount() === 4);
  await stop();
});

test.each([
  ['backend_unexpected', 'text that is no JSON', '{"seq": 1, '],
  ['backend_version', 'a customer of another shape', { ...upsertOf(customer(2)), data: { id: 'c00002' } }],
  ['backend_version', 'a change without an entity', { seq: 5 }],
  ['backend_version', 'text after the end', [end('1'), upsertOf(customer(2))]],
])('[SYN-1] [SYN-4] %s: a page with %s is named and not applied', async (kind, _, line) => {
  const bad = Array.isArray(line) ? line : [line, end('1')];
  const { sync, cache, connection, feed, stop, states } = await world((_request, response) =>
    sendLines(response, [upsertOf(customer(1)), ...bad]),
  );
  sync.start();
  await eventually(() => states.some(state => state.problem?.kind === kind));
  expect(cache.caseCount()).toBe(0);
  // The feed's trouble is not everybody's: decisions still go out.
  expect(connection.state().network).not.toBe('offline');
  feed(pages(2, 10));
  await eventually(() => cache.caseCount() === 2 && sync.state().problem === undefined);
  await stop();
});

test('[SYN-2] a sync that was cut off goes on at its cursor, also in a new process', async () => {
  const { sync, cache, feed, stop, feedRequests, connection } = await world((request, response) => {
    if (request.query.get('cursor') === '200') response.destroy();
    else pages(400, 100)(request, response);
  });
  sync.start();
  await eventually(() => connection.state().network === 'offline');
  expect(cache.cursor()).toBe('200');
  expect(cache.caseCount()).toBe(200);
  feed(pages(400, 100));
  await eventually(() => cache.syncMark().complete);
  expect(cache.caseCount()).toBe(400);
  const first = feedRequests().filter(({ query }) => !query.has('cursor'));
  expect(first).toHaveLength(1);
  await stop();
});

test('[SYN-3] an entity that this version does not know is passed over', async () => {
  const { sync, cache, stop } = await world((request, response) => {
    if (request.query.has('cursor')) return;
    sendLines(response, [
      { seq: 1, entity: 'hologram', id: 'h1', op: 'upsert', version: 1, data: { deep: [1] } },
      { seq: 2, entity: 'hologram', id: 'h1', op: 'dissolve' },
      { ...upsertOf(customer(1), 3), data: { ...customer(1), later: 'member' } },
      removalOf('hologram', 'h2', 4),
      end('4'),
    ]);
  });
  sync.start();
  await eventually(() => cache.syncMark().complete);
  expect(cache.caseCount()).toBe(1);
  expect(cache.cursor()).toBe('4');
  await stop();
});

test('a cursor that the backend no longer knows leads to a fresh copy', async () => {
  const { sync, cache, feed, stop, touched } = await world(pages(3, 10));
  sync.start();
  await eventually(() => cache.syncMark().complete);
  feed((request, response) => {
    const cursor = request.query.get('cursor');
    if (cursor === '3') sendProblem(response, 410, 'cursor_reset');
    else if (cursor === null) sendLines(response, [upsertOf(customer(7), 70), end('new')]);
  });
  sync.now();
  await eventually(() => cache.cursor() === 'new');
  expect(cache.caseCount()).toBe(1);
  expect(cache.customer(idOf(0))).toBeUndefined();
  expect(touched).toContain(null);
  await stop();
});

/** How often the feed was asked in so many milliseconds. */
async function askedWithin(milliseconds: number, feedRequests: () => readonly unknown[]): Promise<number> {
  const before = feedRequests().length;
  await new Promise(resolve => setTimeout(resolve, milliseconds));
  return feedRequests().length - before;
}

test.each<[string, Feed]>([
  ['has no cursor that lasts', (_, response) => sendProblem(response, 410, 'cursor_reset')],
  [
    'forgets each cursor before the copy is complete',
    (request, response) => {
      if (request.query.has('cursor')) sendProblem(response, 410, 'cursor_reset');
      else sendLines(response, [upsertOf(customer(1)), end('dies', true)]);
    },
  ],
])('[SYN-7] a backend that %s is asked with growing pauses, and named', async (_what, feed) => {
  const { sync, cache, feedRequests, stop, feed: play } = await world(feed, { jitter: 0.9 });
  sync.start();
  await eventually(() => sync.state().problem?.kind === 'backend_refused');
  expect(sync.state().nextAttemptAt).toBeDefined();
  expect(await askedWithin(500, feedRequests)).toBeLessThanOrEqual(1);
  play(pages(3, 10));
  sync.now();
  await eventually(() => cache.syncMark().complete && sync.state().problem === undefined);
  await stop();
});

test('[SYN-7] one reset begins a fresh copy at once', async () => {
  const { sync, cache, feed, stop, states } = await world(pages(3, 10), { jitter: 0.9 });
  sync.start();
  await eventually(() => cache.syncMark().complete);
  feed((request, response) => {
    if (request.query.get('cursor') === '3') sendProblem(response, 410, 'cursor_reset');
    else if (!request.query.has('cursor')) sendLines(response, [upsertOf(customer(7), 70), end('new')]);
  });
  sync.now();
  await eventually(() => cache.cursor() === 'new');
  expect(states.filter(({ problem, nextAttemptAt }) => problem ?? nextAttemptAt)).toEqual([]);
  await stop();
});

test('[SYN-7] a backend that does not hold a request is asked once a second', async () => {
  const { sync, cache, feedRequests, stop } = await world((request, response) =>
    sendLines(response, request.query.has('cursor') ? [end('1')] : [upsertOf(customer(1), 1), end('1')]),
  );
  sync.start();
  await eventually(() => cache.syncMark().complete && feedRequests().at(-1)?.query.has('wait'));
  expect(await askedWithin(500, feedRequests)).toBeLessThanOrEqual(1);
  // Whoever wants it now does not wait for it.
  const before = feedRequests().length;
  sync.now();
  await eventually(() => feedRequests().length > before);
  await stop();
});

test('[SYN-7] more pages from the same cursor are none', async () => {
  const { sync, connection, feedRequests, stop } = await world((_, response) =>
    sendLines(response, [upsertOf(customer(1), 1), end('1', true)]),
  );
  sync.start();
  await eventually(() => sync.state().problem?.kind === 'backend_unexpected');
  expect(feedRequests()).toHaveLength(2);
  expect(connection.state().network).toBe('online');
  await stop();
});

test('a cancelled sync keeps what is applied and goes on when asked', async () => {
  let held: ServerResponse | undefined;
  const { sync, cache, feed, stop, connection } = await world((request, response) => {
    if (request.query.get('cursor') === '100') held = response;
    else pages(300, 100)(request, response);
  });
  sync.start();
  await eventually(() => held && cache.caseCount() === 100);
  sync.cancel();
  await eventually(() => sync.state().problem?.kind === 'cancelled');
  expect(sync.state().activity).toBe('idle');
  expect(connection.state().network).toBe('online');
  feed(pages(300, 100));
  expect(cache.caseCount()).toBe(100);
  sync.now();
  await eventually(() => cache.caseCount() === 300 && sync.state().problem === undefined);
  await stop();
});

test('a pause ends the held request and lets nothing out until it is over', async () => {
  const { sync, cache, connection, stop, feedRequests } = await world(pages(3, 10));
  sync.start();
  await eventually(() => feedRequests().at(-1)?.query.has('wait'));
  connection.setPaused(true);
  const before = feedRequests().length;
  await new Promise(resolve => setTimeout(resolve, 60));
  expect(feedRequests()).toHaveLength(before);
  expect(connection.state()).toMatchObject({ network: 'offline', paused: true });
  connection.setPaused(false);
  await eventually(() => feedRequests().length > before);
  expect(cache.caseCount()).toBe(3);
  await stop();
});

test('the journal is witnessed at the end of each sync in which it has grown', async () => {
  const { sync, journal, witnessed, stop } = await world(pages(3, 10), { size: 12 });
  sync.start();
  await eventually(() => journal.witnessedSize === 12);
  expect(witnessed).toEqual([{ ...journal.head(), note: expect.stringContaining('sealdesk'), pending: [] }]);
  sync.now();
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(witnessed).toHaveLength(1);
  await stop();
});

test('a backend that has witnessed a longer journal is an alarm', async () => {
  const { sync, server, stop } = await world(pages(1, 10), { size: 12 });
  server.play((request, response) => {
    if (request.path.endsWith('/checkpoint')) sendProblem(response, 409, 'rollback');
    else if (!request.query.has('wait')) pages(1, 10)(request, response);
  });
  sync.start();
  const problem = await eventually(() => sync.state().problem);
  expect(problem).toMatchObject({ kind: 'journal_behind', counts: { entries: 12 } });
  await stop();
});

test('[DEV-4] a rollback stands in every state of the feed until the backend takes a witness again', async () => {
  const { sync, server, states, cache, stop } = await world(pages(1, 10), { size: 12 });
  let refused = 0;
  let number = 1;
  const changing: Feed = (request, response) => {
    if (!request.query.has('cursor')) return pages(1, 10)(request, response);
    number += 1;
    setTimeout(() => sendLines(response, [upsertOf(customer(number), number), end(String(number))]), 5);
  };
  let rolledBack = true;
  server.play((request, response) => {
    if (request.path === '/v1/changes') changing(request, response);
    else if (!request.path.endsWith('/checkpoint')) sendProblem(response, 404, 'not_found');
    else if (rolledBack) {
      refused += 1;
      sendProblem(response, 409, 'rollback');
    } else sendJson(response, 200, { size: 1, root: '' });
  });
  sync.start();
  await eventually(() => sync.state().problem?.kind === 'journal_behind');
  const from = states.length;
  await eventually(() => refused >= 4);
  sync.cancel();
  await eventually(() => sync.state().activity === 'idle' && states.length > from + 4);
  expect(new Set(states.slice(from).map(({ problem }) => problem?.kind))).toEqual(
    new Set(['journal_behind']),
  );
  rolledBack = false;
  sync.now();
  await eventually(() => cache.syncMark().complete && sync.state().problem === undefined);
  await stop();
});

test('policy reaches whoever enforces it, and an order to wipe ends the feed', async () => {
  const change = (entity: string, data: unknown) => ({
    seq: 1,
    entity,
    id: entity,
    op: 'upsert',
    version: 1,
    data,
  });
  const { sync, policies, wipes, stop, feedRequests } = await world((_, response) =>
    sendLines(response, [
      change('policy', { idleLockMinutes: 3 }),
      change('wipe', { deviceId: vaultOwner.deviceId }),
      end('2'),
    ]),
  );
  sync.start();
  await eventually(() => wipes() === 1);
  expect(policies).toEqual([{ idleLockMinutes: 3 }]);
  await new Promise(resolve => setTimeout(resolve, 40));
  expect(feedRequests()).toHaveLength(1);
  await stop();
});

test('an order to wipe another device is not for us', async () => {
  const { sync, cache, wipes, stop } = await world((request, response) => {
    if (request.query.has('cursor')) return;
    sendLines(response, [
      { seq: 1, entity: 'wipe', id: 'w', op: 'upsert', version: 1, data: { deviceId: 'other' } },
      end('1'),
    ]);
  });
  sync.start();
  await eventually(() => cache.syncMark().complete);
  expect(wipes()).toBe(0);
  await stop();
});
