import { expect, test } from 'vitest';
import type { Http } from '../../../src/main/engine/ports.ts';
import { problemWords } from '../../../src/renderer/src/ui/problems.ts';
import { customerWith, upsertOf } from '../../support/customer.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, synced, workstation } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { scriptedBackend, sendLines } from '../../support/scripted-backend.ts';
import { sendProblem, type Script } from '../../support/scripted-server.ts';

const account = { email: 'a@example.test', password: 'right' };
const customer = customerWith({ id: 'c-1' });
const end = { cursor: 'all', hasMore: false, serverTime: '2026-01-15T09:30:00.000Z' };
const feed = ['/v1/changes'];

/** A signed-in workstation whose backend is about to get into trouble. */
async function office(options: { readonly jitter?: number } = {}) {
  const backend = await scriptedBackend([customer]);
  let held = false;
  let change: (request: Parameters<Http['send']>[0]) => Parameters<Http['send']>[0] = request => request;
  const desk = await workstation({
    directory: temporaryDirectory(),
    jitter: options.jitter ?? 0.02,
    timers: real => ({
      ...real,
      after: (milliseconds, run) => (held ? () => undefined : real.after(milliseconds, run)),
    }),
    between: real => ({ send: request => real.send(change(request)) }),
  });
  await firstRun(desk, backend.url, account);
  const state = () => desk.ask('sync.state', {});
  return {
    desk,
    backend,
    state,
    /** From now on no pause ends by itself. */
    holdPauses: () => void (held = true),
    onTheWay: (next: typeof change) => (change = next),
    tryNow: () => desk.ask('sync.now', {}),
    shows: (kind: string) =>
      eventually(async () => {
        const now = await state();
        return now.problem?.kind === kind && now;
      }),
  };
}

const html: Script = (_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Guests, sign in</h1>');

test.each<[string, string, 'online' | 'offline', Script, readonly string[] | undefined]>([
  ['403', 'not_allowed', 'online', (_, response) => sendProblem(response, 403, 'role_missing'), feed],
  [
    '429',
    'rate_limited',
    'offline',
    (_, response) => sendProblem(response, 429, 'rate_limited', { 'retry-after': '0' }),
    undefined,
  ],
  ['500 without a word', 'backend_failing', 'offline', (_, r) => r.writeHead(500).end('oops'), undefined],
  ['503', 'backend_failing', 'offline', (_, response) => sendProblem(response, 503, 'not_ready'), undefined],
  ['a broken connection', 'backend_unreachable', 'offline', (_, r) => r.destroy(), undefined],
  ['a page for people', 'backend_unexpected', 'offline', html, undefined],
  [
    'a page of broken JSON',
    'backend_unexpected',
    'online',
    (_, response) => sendLines(response, ['{"seq": 1,', end]),
    feed,
  ],
  [
    'a customer of another version',
    'backend_version',
    'online',
    (_, r) => sendLines(r, [{ ...upsertOf(customer), data: { id: 'c-1' } }, end]),
    feed,
  ],
  ['a feed that is not there', 'backend_version', 'online', (_, r) => sendProblem(r, 404, 'not_found'), feed],
])(
  '[SYN-5] %s is one plain problem, and gone when it is solved',
  async (_what, kind, network, script, paths) => {
    const { backend, desk, shows, tryNow, state } = await office();
    backend.trouble(script, paths);
    await tryNow();
    const shown = await shows(kind);
    await eventually(async () => (await state()).network === network);
    expect(problemWords(shown.problem ?? expect.fail('no problem')).text).not.toMatch(/_|undefined/);
    backend.trouble();
    await tryNow();
    await eventually(async () => (await state()).problem === undefined);
    await synced(desk);
  },
);

test('[SYN-5] a session that has ended is told apart, and signing in again ends it', async () => {
  const { backend, desk, shows, tryNow } = await office();
  const refused: Script = (_, response) => sendProblem(response, 401, 'unauthenticated');
  backend.trouble(refused, [...feed, '/v1/sessions/refresh']);
  await tryNow();
  expect(await shows('signed_out')).toMatchObject({ network: 'offline' });
  const link = { kind: 'individual', levelId: 'kyc-basic' } as const;
  expect(await desk.engine.call('links.create', { key: 'k'.repeat(36), link })).toMatchObject({
    problem: { kind: 'needs_backend', detail: 'signed_out' },
  });
  backend.trouble();
  await desk.ask('session.signIn', { password: 'right' });
  await synced(desk);
  expect((await desk.ask('sync.state', {})).problem).toBeUndefined();
});

test('[SYN-5] a backend that does not answer, and one whose certificate is not trusted, are told apart', async () => {
  const { backend, desk, onTheWay, shows, tryNow } = await office();
  onTheWay(request => ({ ...request, timeoutMs: 150 }));
  backend.trouble(() => undefined);
  await tryNow();
  expect(await shows('backend_slow')).toMatchObject({ network: 'offline' });
  // A plain server where a secure one should be.
  onTheWay(request => ({ ...request, url: request.url.replace('http:', 'https:') }));
  await tryNow();
  expect(await shows('backend_untrusted')).toMatchObject({ network: 'offline' });
  onTheWay(request => request);
  backend.trouble();
  await tryNow();
  await synced(desk);
});

test('[SYN-5] of several problems the newest is shown', async () => {
  const { backend, shows, state, tryNow } = await office();
  backend.trouble((_, response) => sendProblem(response, 503, 'not_ready'));
  await tryNow();
  await shows('backend_failing');
  // Reachable again, but not to be read: the old trouble must not stand before the new one.
  backend.trouble((_, response) => sendLines(response, ['{"seq": 1,', end]), feed);
  await tryNow();
  await shows('backend_unexpected');
  // What the feed has is no reason to keep documents and decisions waiting.
  await eventually(async () => (await state()).network === 'online');
  expect(await state()).toMatchObject({ problem: { kind: 'backend_unexpected' } });
});

test('[SYN-6] a person need not wait for a pause: trying now asks at once, and the delays begin anew', async () => {
  const { backend, state, shows, tryNow, holdPauses } = await office({ jitter: 0.999 });
  const asked = () => backend.paths().filter(path => path === '/v1/changes').length;
  const pause = async (): Promise<number> => {
    const { nextAttemptAt } = await eventually(async () => {
      const now = await state();
      return now.activity === 'idle' && now.nextAttemptAt !== undefined && now;
    });
    return Date.parse(nextAttemptAt ?? '') - Date.now();
  };
  backend.trouble((_, response) => sendLines(response, ['{"seq": 1,', end]), feed);
  holdPauses();
  for (let times = 0; times < 5; times += 1) {
    const before = asked();
    await tryNow();
    await eventually(() => asked() > before);
    await shows('backend_unexpected');
    expect(await pause()).toBeLessThanOrEqual(1000);
  }
  backend.trouble();
  await tryNow();
  await eventually(async () => (await state()).problem === undefined);
});
