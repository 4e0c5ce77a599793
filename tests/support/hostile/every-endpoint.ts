import type { TestBackend } from '../backend.ts';
import { caseUnderReview } from '../backend-customers.ts';
import { seededRandom } from '../random.ts';
import { approveAll } from '../reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../workstation-client.ts';
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

/** Has an analyst approve a case: only a verified customer has transactions. */
async function approvedCustomer(server: TestBackend, analyst: WorkstationClient): Promise<string> {
  const customer = await caseUnderReview(server, 'to be approved');
  const on = { customerId: customer.id, baseVersion: customer.version };
  const begun = analyst.build({ type: 'review.start', payload: {}, ...on });
  const payload = approveAll(customer);
  const evidence = evidenceOf(customer);
  const ended = analyst.build({ type: 'review.finish', payload, evidence, dependsOn: begun.id, ...on });
  const results = await analyst.send([begun, ended]);
  if (results.some(({ result }) => result !== 'applied')) throw new Error('the case is not approved');
  return customer.id;
}

/** Reads the contract that the backend serves, and makes one of everything in the tenant of most tests. */
export async function everyEndpoint(server: TestBackend, seed: number): Promise<EveryEndpoint> {
  const { url, tenant } = server;
  const api = await readApiDocument(url);
  const { analyst, analyst2, supervisor, supervisor2, admin } = tenant;
  const staff = { analyst: [analyst, analyst2], supervisor: [supervisor, supervisor2], admin: [admin] };
  const users = (['analyst', 'supervisor', 'admin'] as const).flatMap(role =>
    staff[role].map(({ email, password }) => ({ email, password, roles: [role] })),
  );
  const world = await makeWorld({ url, users, apiKey: tenant.apiKey }, { ready: 3 });
  const active = await approvedCustomer(server, world.analyst);
  for (const name of ['active', 'any customer']) world.pool(name).push(active);
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
