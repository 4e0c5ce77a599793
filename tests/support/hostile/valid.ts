import { randomUUID, sign } from 'node:crypto';
import { sessionSigningInput } from '../../../src/shared/domain/index.ts';
import { z } from '../../../src/shared/zod.ts';
import { basicFields, pngBytes } from '../backend-customers.ts';
import { newDeviceKey } from '../workstation-client.ts';
import type { Operation } from './api-document.ts';
import type { WireAnswer } from './pooled-client.ts';
import { fitting, pick, type Seeded } from './values.ts';
import type { World } from './world.ts';

/** A request before it is written out. */
export interface Draft {
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Bytes in place of JSON. */
  readonly raw?: Buffer;
  /** A content type in place of the operation's. */
  readonly type?: string;
}

export interface Valid {
  readonly draft: Draft;
  /** A credential in place of the usual one. */
  readonly credential?: string;
  readonly settle: (answer: WireAnswer) => void;
}

/** What the schema alone can't say of a request: which things it names, and what of it belongs together. */
type Filled = Partial<Draft> & Partial<Pick<Valid, 'credential' | 'settle'>>;

const answered = z.looseObject({ id: z.string().optional(), url: z.string().optional(), items: z.array(z.unknown()).optional(), nextCursor: z.string().nullish(), challenge: z.string().optional(), secret: z.string().optional(), uri: z.string().optional(), accessToken: z.string().optional(), refreshToken: z.string().optional() }); // prettier-ignore
const jsonOf = ({ status, type, text }: WireAnswer) =>
  status < 300 && type === 'application/json' ? answered.parse(JSON.parse(text)) : {};

/** So many of a kind are remembered: more would only be more to choose from. */
const mostKept = 40;

const boundary = 'hostile-boundary';
function uploadOf(meta: object, bytes: Buffer): Buffer {
  const part = (heading: string) => `--${boundary}\r\nContent-Disposition: form-data; ${heading}\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(`${part('name="meta"')}${JSON.stringify(meta)}\r\n${part('name="file"; filename="a.png"')}`),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

/** The segment before a parameter says what it names. */
const poolOf = (path: string, name: string): string =>
  new RegExp(`(\\w+)/\\{${name}\\}`).exec(path)?.[1] ?? '';

/** Fills in what the schemas of an operation leave open; undefined where nothing is left to name. */
function filled(
  { id, path }: Operation,
  body: object,
  world: World,
  random: Seeded,
  isToSucceed: boolean,
): Filled | undefined {
  const { pool } = world;
  const one = (name: string): string | undefined => {
    const list = pool(name);
    return list.length === 0 ? undefined : pick(random, list);
  };
  const naming = (name: string, more: Filled = {}): Filled | undefined => {
    const known = one(name);
    return known === undefined ? undefined : { ...more, params: { id: known } };
  };
  /** What is used up by a success, and only by it. */
  const spending = (name: string, filling: (known: string) => Filled): Filled | undefined => {
    const known = pool(name).shift();
    if (known === undefined) return undefined;
    const settle = ({ status }: WireAnswer): void => void (status < 300 || pool(name).push(known));
    return { settle, ...filling(known) };
  };
  const taken = (name: string): string | undefined => pool(name).shift();
  switch (id) {
    case 'sessions.create': {
      // The newest: they end after two minutes.
      const challenge = pool('challenges').pop();
      const account = pick(random, world.users);
      if (challenge === undefined) return undefined;
      const { id: deviceId, publicKey, privateKey } = newDeviceKey();
      const input = sessionSigningInput(Buffer.from(challenge, 'base64'));
      const proof = sign(null, input, privateKey).toString('base64');
      const device = { id: deviceId, name: 'A device', publicKey, proof };
      const json = { email: account.email, password: account.password, device, challenge };
      // What was not even read has not used it up.
      const settle = ({ status }: WireAnswer): void =>
        void ([400, 413, 415].includes(status) && pool('challenges').push(challenge));
      return { json, settle };
    }
    case 'sessions.refresh': {
      const refreshToken = taken('refreshable');
      if (refreshToken === undefined) return undefined;
      const settle = (answer: WireAnswer): void =>
        void pool('refreshable').push(jsonOf(answer).refreshToken ?? refreshToken);
      return { json: { refreshToken, rotationId: randomUUID() }, settle };
    }
    case 'sessions.end':
      return spending('endable', credential => ({ credential }));
    case 'totp.enrol': {
      const { session } = world.enrolling;
      const password = world.users.find(({ email }) => email === session.user.email)?.password;
      return isToSucceed ? { json: { password }, credential: session.accessToken } : {};
    }
    case 'devices.checkpoint':
      return { json: world.head };
    case 'levels.create':
    case 'levels.patch': {
      const person = { kind: 'individual', fields: [{ key: 'firstName', required: true }] };
      const rest = { name: 'A level', documents: [{ type: 'passport', required: true, sides: ['front'] }] };
      const created = { ...rest, ...person, checks: ['data'], linkTtlHours: 1 + random.integer(48) };
      return id === 'levels.create'
        ? { json: created }
        : naming('levels', { json: { ...rest, fourEyes: false } });
    }
    case 'customers.create':
      return {
        json: {
          kind: 'individual',
          levelId: 'kyc-basic',
          externalId: `x${random.integer(1e9)}`,
          fields: random.fraction() < 0.5 ? basicFields : { firstName: 'Zoë' },
        },
        headers: { 'idempotency-key': `k${random.integer(1e9)}` },
      };
    case 'customers.patch': {
      const json = { fields: { firstName: `Zoë ${random.integer(9)}`, phone: null } };
      return naming('customers', { json, headers: { 'if-match': '*' } });
    }
    case 'customers.submit':
      return spending('ready', known => ({ params: { id: known } }));
    case 'customers.get':
    case 'customers.missing':
    case 'customers.history':
      return naming('any customer');
    case 'documents.upload': {
      const meta = { type: pick(random, ['passport', 'selfie', 'utility_bill']), page: 1 };
      const raw = uploadOf(meta, pngBytes(`upload ${random.integer(1e9)}`));
      return naming('customers', { raw, type: `multipart/form-data; boundary=${boundary}` });
    }
    case 'links.create': {
      const customerId = random.fraction() < 0.3 ? one('customers') : undefined;
      const whose = customerId === undefined ? { fields: { firstName: 'Zoë' } } : { customerId };
      return { json: { kind: 'individual', levelId: 'kyc-basic', locale: 'de', ...whose } };
    }
    case 'links.revoke':
      if (pool('links').length <= world.linksKept) return undefined;
      return spending('links', known => ({ params: { id: known } }));
    case 'audit.inclusion': {
      const size = 1 + random.integer(40);
      return { query: [['index', String(random.integer(size))], ['size', String(size)]] }; // prettier-ignore
    }
    case 'audit.consistency': {
      const second = 1 + random.integer(40);
      return { query: [['first', String(1 + random.integer(second))], ['second', String(second)]] }; // prettier-ignore
    }
    case 'leads.import': {
      const rows = Array.from({ length: 3 }, () => `individual,kyc-basic,lead-${random.integer(1e9)},Zoë`);
      const query = random.fraction() < 0.5 ? ([['dryRun', 'true']] as const) : [];
      return { raw: Buffer.from(`kind,levelId,externalId,firstName\n${rows.join('\n')}\n`), query };
    }
    case 'transactions.create': {
      const amount = `${random.integer(1e6)}.${10 + random.integer(90)}`;
      return naming('active', {
        json: { ...body, amount, currency: 'EUR', direction: 'in', reference: 'r' },
      });
    }
    case 'transactions.list':
      return naming('active');
    case 'metrics.get':
      return { query: [['from', '2026-01-05'], ['to', '2026-11-30'], ['groupBy', pick(random, ['day', 'week', 'month'])]] }; // prettier-ignore
    case 'webhooks.create':
      // A tenant has fifty at most.
      if (pool('webhooks').length >= 30) return undefined;
      return {
        json: { url: `https://hooks.invalid/${random.integer(1e6)}`, events: ['kyc.review_completed'] },
      };
    case 'webhooks.delete':
      if (pool('webhooks').length <= 5) return undefined;
      // At once, with its deliveries: what is asked for meanwhile should be there.
      return spending('webhooks', known => {
        const forgotten = forget(world, known);
        const settle = ({ status }: WireAnswer): void => {
          if (status < 300) return;
          pool('webhooks').push(known);
          forgotten.forEach(([list, ids]) => pool(list).push(...ids));
        };
        return { params: { id: known }, settle };
      });
    case 'webhooks.patch':
      return naming('webhooks', { json: { events: ['kyc.review_completed'], state: 'active' } });
    case 'webhooks.redeliverSince':
      return naming('webhooks', { json: { since: '2026-11-01T00:00:00Z' } });
    case 'webhooks.rotate': {
      const known = taken('unrotated');
      if (known === undefined) return undefined;
      // One that was removed meanwhile is not tried again.
      const settle = ({ status }: WireAnswer): void =>
        void ([200, 404].includes(status) || pool('unrotated').push(known));
      return { params: { id: known }, settle };
    }
    case 'webhooks.redeliver': {
      const [webhookId, deliveryId] = one('deliveries')?.split('/') ?? [];
      return webhookId === undefined || deliveryId === undefined
        ? undefined
        : { params: { id: webhookId, deliveryId } };
    }
    case 'commands.send': {
      // One request in flight per device, and a chain without holes: what is meant to fail is another device's.
      const turn = isToSucceed ? taken('turn') : 'anybody';
      const customerId = one('any customer');
      if (turn === undefined || customerId === undefined) return undefined;
      const device = isToSucceed ? world.analyst : world.admin;
      const payload = { text: 'A note', mentions: [] };
      const command = device.build({ type: 'note.add', customerId, baseVersion: null, payload });
      const settle = (): void =>
        void (isToSucceed && pool('turn').push(turn) && pool('commands').push(command.id));
      return { json: { commands: [command] }, settle };
    }
    default:
      return path.includes('{') ? naming(poolOf(path, 'id')) : {};
  }
}

/** A subscription that is gone takes its deliveries with it: says what was taken from which pool. */
function forget({ pool }: World, webhookId: string): readonly (readonly [string, readonly string[]])[] {
  const isOf = (id: string): boolean => id.startsWith(webhookId);
  return ['unrotated', 'deliveries'].map(name => {
    const known = pool(name).splice(0);
    pool(name).push(...known.filter(id => !isOf(id)));
    return [name, known.filter(isOf)] as const;
  });
}

/** What later requests can name, from an answer. */
function learn({ id, path }: Operation, { params }: Draft, world: World, answer: WireAnswer): void {
  const made = jsonOf(answer);
  const keep = (name: string, value: string | undefined): void => {
    const list = world.pool(name);
    if (value === undefined) return;
    if (list.length >= mostKept) list.shift();
    list.push(value);
  };
  keep(`cursor of ${id}`, made.nextCursor ?? undefined);
  keep('challenges', made.challenge);
  for (const secret of [made.secret, made.uri, made.accessToken, made.refreshToken])
    if (secret !== undefined) world.secrets.add(secret);
  switch (id) {
    case 'sessions.create':
      return keep('endable', made.accessToken);
    case 'links.create':
      if (made.url !== undefined) {
        const token = new URL(made.url).pathname.split('/').at(-1) ?? '';
        world.secrets.add(token);
        keep('verify', token);
      }
      return keep('links', made.id);
    case 'customers.create':
    case 'levels.create':
    case 'leads.import':
      return keep(path.split('/').at(-1) ?? '', made.id);
    case 'documents.upload':
      return keep('documents', made.id);
    case 'webhooks.create':
      // It signs with five secrets at most.
      for (let times = 0; times < 4; times += 1) keep('unrotated', made.id);
      return keep('webhooks', made.id);
    case 'webhooks.test':
      return keep('deliveries', made.id && `${params['id'] ?? ''}/${made.id}`);
    case 'changes.list':
      return keep(`cursor of ${id}`, /"cursor":"([^"]+)"/.exec(answer.text.slice(-500))?.[1]);
    default:
  }
}

/** A request that its operation should take; undefined where nothing is left that it could name. */
export function validDraft(
  operation: Operation,
  world: World,
  random: Seeded,
  isToSucceed: boolean,
): Valid | undefined {
  const { id, parameters, body } = operation;
  const drawn = body && fitting(body.schema, random);
  const fitted = typeof drawn === 'object' && drawn !== null ? drawn : {};
  const known = filled(operation, fitted, world, random, isToSucceed);
  if (!known) return undefined;
  const query = parameters.flatMap(({ name, in: place, required, schema }) => {
    if (place !== 'query' || name === 'id' || (!required && random.fraction() < 0.5)) return [];
    const cursors = world.pool(`cursor of ${id}`);
    if (name === 'cursor') return cursors.length === 0 ? [] : [[name, pick(random, cursors)] as const];
    // A cursor is of the order that its page was in.
    if (name === 'sort') return [];
    return [[name, encodeURIComponent(String(fitting(schema, random)))] as const];
  });
  const isJson = body?.type === 'application/json';
  const draft: Draft = {
    params: {},
    query,
    headers: {},
    ...(isJson ? { json: fitted } : {}),
    ...known,
  };
  // Failures are counted by account: those that are meant to fail are of one that is not there.
  const isStrange = id === 'sessions.create' && !isToSucceed;
  const stranger = {
    ...draft,
    json: { ...(draft.json as object), email: `x${random.integer(1e6)}@y.example` },
  };
  return {
    draft: isStrange ? stranger : draft,
    ...(known.credential === undefined ? {} : { credential: known.credential }),
    settle: answer => {
      known.settle?.(answer);
      learn(operation, draft, world, answer);
    },
  };
}
