import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from '../../src/shared/zod.ts';
import { spawnBackend, type BackendProcess } from '../support/backend.ts';
import { basicFields } from '../support/backend-customers.ts';
import { readApiDocument, type Operation } from '../support/hostile/api-document.ts';
import { hostedRequest, pageFault } from '../support/hostile/hosted-requests.ts';
import { faultOf } from '../support/hostile/judge.ts';
import { pooledClient, type WireAnswer, type WireRequest } from '../support/hostile/pooled-client.ts';
import { plan, type Manner } from '../support/hostile/requests.ts';
import { makeWorld } from '../support/hostile/world.ts';
import { planted } from '../support/hostile/values.ts';
import { createDatabase, onPostgres } from '../support/postgres.ts';
import { seededRandom } from '../support/random.ts';

/** The same requests again: SEALDESK_TEST_SEED. */
const seed = Number(process.env['SEALDESK_TEST_SEED'] ?? Date.now() % 1_000_000);

/** What comes before the store is the same over both: the slower one gets a quarter. */
const wanted = onPostgres() ? 2500 : 10_000;
const connections = 6;

/** V8 ends a process that holds more after collecting its garbage; about 45 are in use from start to end. */
const heapMegabytes = 128;

/** How much more the process may hold at the end than it did when it was warm: what allocators keep for themselves. */
const slackMegabytes = 48;

const manners: readonly Manner[] = ['valid', 'near-valid', 'valid', 'random', 'near-valid'];

let directory: string;
let backend: BackendProcess;
/** What was given out while the requests were answered. */
let secrets: ReadonlySet<string> = new Set();
let removeStore = async (): Promise<void> => undefined;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sealdesk-hostile-'));
  const database = onPostgres() ? await createDatabase() : undefined;
  if (database) removeStore = database.drop;
  const store = database?.url ?? `sqlite:${join(directory, 'hostile.db')}`;
  const keys = join(directory, 'hostile.keys');
  backend = await spawnBackend(
    ['--db', store, '--keys', keys, '--port', '0', '--sample', '60'],
    [`--max-old-space-size=${heapMegabytes}`],
  );
});
afterAll(async () => {
  await backend.end();
  await removeStore();
  await rm(directory, { recursive: true, force: true });
});

const residentMegabytes = async (): Promise<number> => {
  const text = await (await fetch(`${backend.ready.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / (1 << 20);
};

/** How requests of a call and a manner went. */
interface Tally {
  readonly sent: number;
  readonly taken: number;
  /** What the last one that was not taken was told. */
  readonly told?: string | undefined;
}

test(`[API-8] [API-16] of ${wanted} requests that the backend's own OpenAPI describes, right, nearly right or senseless, none is a 5xx or answered otherwise than described, and memory is bounded`, async () => {
  const api = await readApiDocument(backend.ready.url);
  const world = await makeWorld(backend.ready, { ready: Math.ceil(wanted / 100), linksKept: 15 });
  const client = pooledClient(backend.ready.url, connections);
  const random = seededRandom(seed);
  const tallies = new Map<string, Tally>();
  const faults: string[] = [];
  const resident: { readonly after: number; readonly megabytes: number }[] = [];
  let sent = 0;

  const note = (name: string, manner: Manner, { wire, answer, fault }: { wire: WireRequest; answer: WireAnswer; fault: string | undefined }): void => {
    const known = tallies.get(`${name} ${manner}`) ?? { sent: 0, taken: 0 };
    const isTaken = answer.status < 400;
    tallies.set(`${name} ${manner}`, {
      sent: known.sent + 1,
      taken: known.taken + (isTaken ? 1 : 0),
      told: isTaken ? known.told : answer.text,
    });
    if (fault === undefined) return;
    const shown = JSON.stringify({ ...wire, body: wire.body?.toString() }).slice(0, 700);
    faults.push(`${fault}: ${name} ${manner} ${shown} → ${answer.status} ${answer.text.slice(0, 400)}`);
  }; // prettier-ignore
  const page = async (manner: Manner): Promise<void> => {
    const wire = hostedRequest(manner, world, random);
    if (!wire) return;
    const answer = await client.send(wire);
    note('the hosted page', manner, { wire, answer, fault: pageFault(answer) });
  };
  const call = async (operation: Operation, manner: Manner): Promise<void> => {
    const planned = plan(operation, manner, world, random);
    // What a valid request would name may be used up: then a senseless one is sent in its place.
    const { wire, settle } = planned ?? plan(operation, 'random', world, random) ?? {};
    if (!wire || !settle) throw new Error(`${operation.id} is never random`);
    const answer = await client.send(wire);
    settle(answer);
    note(operation.id, planned ? manner : 'random', { wire, answer, fault: faultOf(answer, operation, api) });
  };
  const worker = async (): Promise<void> => {
    while (sent < wanted && faults.length < 10) {
      const turn = sent;
      sent += 1;
      const round = Math.floor(turn / (api.operations.length + 1));
      const manner = manners[round % manners.length] ?? 'valid';
      const operation = api.operations[turn % (api.operations.length + 1)];
      if (operation === undefined) await page(manner);
      // A password is dear to look at: three of four are let be.
      else if (operation.id !== 'sessions.create' || round % 20 < manners.length) await call(operation, manner);
      if (turn % 250 === 0) resident.push({ after: turn, megabytes: await residentMegabytes() });
    }
  }; // prettier-ignore
  await Promise.all(Array.from({ length: connections }, worker));
  // One that kept any of these would hold more than it may.
  const bulk = JSON.stringify({ unknownMember: 'x'.repeat(400_000) });
  const taking = api.operations.filter(({ body }) => body?.type === 'application/json');
  for (let times = 0; times < 300; times += 1) {
    const operation = taking[times % taking.length];
    const planned = operation && plan(operation, 'random', world, random);
    if (!planned) throw new Error('nothing takes a body');
    const { method, headers } = planned.wire;
    const path = operation.path.replaceAll(/\{\w+\}/g, 'nobody');
    const json = { 'content-type': 'application/json', authorization: headers['authorization'] ?? '' };
    const answer = await client.send({ method, path, headers: json, body: bulk });
    // Of strangers not even that much is read.
    const isForStrangers = /^sessions\.(create|refresh)$/.test(operation.id);
    expect([operation.id, answer.status]).toEqual([operation.id, isForStrangers ? 413 : 422]);
  }
  client.close();
  secrets = world.secrets;

  expect(faults, `seed ${seed}`).toEqual([]);
  expect([backend.child.exitCode, backend.child.signalCode]).toEqual([null, null]);

  const warm = Math.max(...resident.filter(({ after }) => after < wanted * 0.4).map(({ megabytes }) => megabytes));
  const end = Math.min(...resident.filter(({ after }) => after > wanted * 0.8).map(({ megabytes }) => megabytes));
  expect(end).toBeLessThan(warm + slackMegabytes);

  // Otherwise all of this could be a storm at a closed door. A one-time code is good once in half a minute: they have tests
  // of their own.
  const isRare = (name: string): boolean => name === 'totp.confirm' || name === 'totp.remove';
  const of = (name: string, manner: Manner): Tally => tallies.get(`${name} ${manner}`) ?? { sent: 0, taken: 0 };
  const least = wanted / 50 / 20;
  const names = [...api.operations.map(({ id }) => id).filter(id => !isRare(id)), 'the hosted page'];
  const hollow = names.flatMap(name => {
    const { sent: asked, taken, told } = of(name, 'valid');
    const needed = name === 'sessions.create' || name === 'sessions.end' ? least / 4 : least;
    const isHollow = asked < needed || taken < asked * 0.8 || of(name, 'near-valid').sent === 0;
    return isHollow ? [`${name}: ${taken} of ${asked} were taken, the last of the others was told ${told}`] : [];
  });
  expect(hollow, `seed ${seed}`).toEqual([]);
  const shareTaken = (manner: Manner): number => {
    const all = [...tallies].filter(([name]) => name.endsWith(` ${manner}`) && !isRare(name.split(' ', 1)[0] ?? '')).map(([, tally]) => tally);
    const sum = (of_: (tally: Tally) => number): number => all.reduce((total, tally) => total + of_(tally), 0);
    return sum(({ taken }) => taken) / sum(({ sent: asked }) => asked);
  };
  expect(shareTaken('valid')).toBeGreaterThan(0.97);
  expect(shareTaken('near-valid')).toBeLessThan(0.6);
  expect(shareTaken('random')).toBeLessThan(0.3);
}, 600_000); // prettier-ignore

/** Members of a line of the log; an error has what it is, and where; failing sign-ins have whose, by ids. */
const members = new Set([
  'level',
  'time',
  'service',
  'reqId',
  'method',
  'route',
  'status',
  'ms',
  'msg',
  'jobId',
  'kind',
  'err',
  'tenantId',
  'userId',
  'action',
  'by',
]);
const lineSchema = z.record(z.string(), z.unknown());

test('[OPS-3] of all that those requests held and were answered, tokens in addresses included, the log has nothing', async () => {
  await expect.poll(() => backend.log().split('\n').length).toBeGreaterThan(wanted * 0.9);
  const lines = backend.log().trim().split('\n');
  const sent = [planted, ...Object.values(basicFields), 'Zoë', 'A note', 'hooks.invalid', 'lead-', 'x@y.example'];
  expect(secrets.size).toBeGreaterThan(wanted / 100);
  const needles = [...secrets, ...sent.filter(text => !/^[A-Z]{3}$/.test(text))].map(text => text.toLowerCase());
  const whole = lines.join('\n').toLowerCase();
  expect(needles.filter(needle => whole.includes(needle) || whole.includes(encodeURIComponent(needle)))).toEqual([]);
  const strange = lines.flatMap(line => Object.keys(lineSchema.parse(JSON.parse(line)))).filter(name => !members.has(name));
  expect([...new Set(strange)]).toEqual([]);
  // A route is a pattern, so that no id and no token is in it.
  const routes = new Set(lines.map(line => lineSchema.parse(JSON.parse(line))['route']));
  expect([...routes]).toEqual(expect.arrayContaining(['/verify/:token/:step', '/v1/customers/:id']));
}); // prettier-ignore
