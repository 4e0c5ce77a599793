import type { TestBackend } from '../backend.ts';
import { seededRandom } from '../random.ts';
import { readApiDocument, type ApiDocument, type Operation } from './api-document.ts';
import { pooledClient, type PooledClient, type WireAnswer, type WireRequest } from './pooled-client.ts';
import { plan, type Planned } from './requests.ts';
import type { Seeded } from './values.ts';
import { makeWorld, type World } from './world.ts';

/** Every call of the contract, each with a request that it takes. */
export interface EveryEndpoint {
  readonly api: ApiDocument;
  readonly world: World;
  readonly random: Seeded;
  readonly send: PooledClient['send'];
  /** A request that succeeds, before it is sent; whoever sends it settles it. */
  readonly valid: (operation: Operation) => Planned;
  /** A request that is spoilt before it is sent: what it was to use up is left for the next one. */
  readonly unsent: (operation: Operation) => WireRequest;
  readonly close: () => void;
}

/** What has to be made before there is one of everything. */
const making = [
  'sessions.challenge',
  'sessions.challenge',
  'sessions.create',
  'levels.create',
  'customers.create',
  'documents.upload',
  'links.create',
  'leads.import',
  'webhooks.create',
  'webhooks.create',
  'webhooks.create',
  'webhooks.create',
  'webhooks.create',
  'webhooks.create',
  'webhooks.test',
  'commands.send',
];

/** Reads the contract that the backend of tests serves and makes one of everything; the backend has a sample. */
export async function everyEndpoint({ url, sample }: TestBackend, seed: number): Promise<EveryEndpoint> {
  if (!sample) throw new Error('there is no sample to begin with');
  const api = await readApiDocument(url);
  const world = await makeWorld(
    { url, users: sample.users.map(user => ({ ...user, roles: [...user.roles] })), apiKey: sample.apiKey },
    3,
  );
  const random = seededRandom(seed);
  const client = pooledClient(url, 4);
  const valid = (operation: Operation): Planned => {
    const planned = plan(operation, 'valid', world, random);
    if (!planned) throw new Error(`nothing is left for ${operation.id}`);
    return planned;
  };
  for (const id of making) {
    const operation = api.operations.find(one => one.id === id);
    if (!operation) throw new Error(`no ${id}`);
    const { wire, settle } = valid(operation);
    const answer = await client.send(wire);
    if (answer.status >= 300) throw new Error(`${id}: ${answer.status} ${answer.text}`);
    settle(answer);
  }
  const unsent = (operation: Operation): WireRequest => {
    const { wire, settle } = valid(operation);
    settle({ status: 400, type: '', headers: {}, text: '' });
    return wire;
  };
  return { api, world, random, send: client.send, valid, unsent, close: client.close };
}

/** What was said, short enough to be read in a list. */
export const seen = ({ method, path }: WireRequest, { status, type, text }: WireAnswer): string =>
  `${method} ${path.slice(0, 200)}: ${status} ${type} ${text.slice(0, 300)}`;

/** Whether an answer is the refusal that was to be: the status, as a problem of the code. */
export const isRefusal = ({ status, type, text }: WireAnswer, wanted: number, code: string): boolean =>
  status === wanted && type === 'application/problem+json' && text.includes(`"code":"${code}"`);
