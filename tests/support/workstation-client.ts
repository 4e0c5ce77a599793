import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { feedEndSchema, sessionSchema, type FeedEnd, type Session } from '../../src/shared/api/index.ts';
import {
  commandHashInput,
  commandResultSchema,
  commandSigningInput,
  currentDocuments,
  customerSchema,
  sessionSigningInput,
  type CommandPayload,
  type CommandResult,
  type CommandType,
  type Customer,
} from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';

/** The key pair of a device, as a workstation holds it. */
export interface DeviceKey {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function newDeviceKey(id: string = randomUUID()): DeviceKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 key without a public part');
  return { id, publicKey: Buffer.from(x, 'base64url').toString('base64'), privateKey };
}

/** A command in its wire form; tests may spoil it before they send it. */
export type WireCommand = Record<string, unknown> & { readonly id: string; readonly hash: string };

/** Hash and signature over whatever the command holds. */
export function seal(command: Readonly<Record<string, unknown>>, privateKey: KeyObject): WireCommand {
  const hash = createHash('sha256').update(commandHashInput(command)).digest('hex');
  const signature = sign(null, commandSigningInput(hash), privateKey).toString('base64');
  return { id: '', ...command, hash, signature };
}

export interface CommandDraft<T extends CommandType> {
  readonly type: T;
  readonly customerId: string;
  readonly payload: CommandPayload<T>;
  readonly baseVersion: number | null;
  readonly dependsOn?: string | null;
  readonly evidence?: readonly {
    documentId: string;
    sha256: string;
    pagesViewed: number[];
    seconds: number;
  }[];
  /** Overrides of any member, before hashing. */
  readonly over?: Readonly<Record<string, unknown>>;
}

/** Evidence that every current document of a customer was looked at. */
export const evidenceOf = (customer: Customer) =>
  currentDocuments(customer.documents).map(({ id, sha256 }) => ({
    documentId: id,
    sha256,
    pagesViewed: [1],
    seconds: 5,
  }));

const resultsSchema = z.object({ results: z.array(commandResultSchema) });

/** A page of the feed: its changes and its last line. */
export interface FeedPage {
  readonly changes: readonly Record<string, unknown>[];
  readonly end: FeedEnd;
}

/** What a test signs in with. */
export interface Account {
  readonly email: string;
  readonly password: string;
}

/** Proves a device key and signs in; the raw answer, for tests of refusals. */
export async function requestSession(
  url: string,
  account: Account,
  device: DeviceKey,
  over: object = {},
  beforeAnswering: () => void = () => undefined,
  headers: Readonly<Record<string, string>> = {},
) {
  const challenged = await fetch(`${url}/v1/sessions/challenge`, { method: 'POST' });
  const { challenge } = z.object({ challenge: z.string() }).parse(await challenged.json());
  beforeAnswering();
  const proof = sign(null, sessionSigningInput(Buffer.from(challenge, 'base64')), device.privateKey);
  const body = {
    email: account.email,
    password: account.password,
    challenge,
    device: { id: device.id, name: 'A test', publicKey: device.publicKey, proof: proof.toString('base64') },
    ...over,
  };
  return fetch(`${url}/v1/sessions`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** A workstation as the backend sees it: a signed-in device that keeps its own chain of commands. */
export class WorkstationClient {
  readonly url: string;
  readonly device: DeviceKey;
  session: Session;
  /** The chain's head: what the next command is sealed onto. */
  seq: number;
  lastHash: string;

  constructor(url: string, device: DeviceKey, session: Session) {
    this.url = url;
    this.device = device;
    this.session = session;
    this.seq = session.device.lastSeq;
    this.lastHash = session.device.lastHash;
  }

  static async signIn(url: string, account: Account, device = newDeviceKey()): Promise<WorkstationClient> {
    const answer = await requestSession(url, account, device);
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    return new WorkstationClient(url, device, sessionSchema.parse(await answer.json()));
  }

  get userId(): string {
    return this.session.user.id;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.session.accessToken}`);
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async customer(id: string): Promise<Customer> {
    const answer = await this.request(`/v1/customers/${id}`);
    if (answer.status !== 200) throw new Error(`customer: ${answer.status} ${await answer.text()}`);
    return customerSchema.parse(await answer.json());
  }

  /** Seals a command as the next of this device's chain. */
  build<T extends CommandType>(draft: CommandDraft<T>): WireCommand {
    const { over = {}, dependsOn = null, evidence = [], ...rest } = draft;
    const command = seal(
      {
        id: randomUUID(),
        ...rest,
        userId: this.userId,
        deviceId: this.device.id,
        deviceSeq: this.seq + 1,
        dependsOn,
        decidedAt: '2026-11-21T10:00:00.000Z',
        clock: { lastServerTime: null, elapsedMs: null },
        evidence,
        prevHash: this.lastHash,
        ...over,
      },
      this.device.privateKey,
    );
    this.seq += 1;
    this.lastHash = command.hash;
    return command;
  }

  async send(commands: readonly unknown[]): Promise<readonly CommandResult[]> {
    const answer = await this.post('/v1/commands', { commands });
    if (answer.status !== 200) throw new Error(`commands: ${answer.status} ${await answer.text()}`);
    return resultsSchema.parse(await answer.json()).results;
  }

  /** Sends one command and returns its result. */
  async sendOne(command: unknown): Promise<CommandResult> {
    const [result] = await this.send([command]);
    if (!result) throw new Error('no result');
    return result;
  }

  /** Builds and sends one command. */
  command<T extends CommandType>(draft: CommandDraft<T>): Promise<CommandResult> {
    return this.sendOne(this.build(draft));
  }

  /** Takes the chain up where the backend has it, after a command that did not use its place. */
  async realign(): Promise<void> {
    const me = z
      .object({ device: z.object({ lastSeq: z.int(), lastHash: z.string() }) })
      .parse(await (await this.request('/v1/me')).json());
    this.seq = me.device.lastSeq;
    this.lastHash = me.device.lastHash;
  }

  async changes(query: Readonly<Record<string, string | number>> = {}): Promise<FeedPage> {
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    const answer = await this.request(`/v1/changes?${search.toString()}`);
    if (answer.status !== 200) throw new Error(`changes: ${answer.status} ${await answer.text()}`);
    return parseFeed(await answer.text());
  }

  /** Reads the feed to its end and keeps the last state of each entity. */
  async syncAll(
    limit = 5000,
  ): Promise<{ readonly cursor: string; readonly entities: ReadonlyMap<string, Record<string, unknown>> }> {
    const entities = new Map<string, Record<string, unknown>>();
    for (let cursor = ''; ;) {
      const page = await this.changes(cursor === '' ? { limit } : { limit, cursor });
      for (const change of page.changes)
        entities.set(`${String(change['entity'])}/${String(change['id'])}`, change);
      cursor = page.end.cursor;
      if (!page.end.hasMore) return { cursor, entities };
    }
  }
}

export function parseFeed(text: string): FeedPage {
  const lines = text
    .trimEnd()
    .split('\n')
    .map(line => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
  return { changes: lines.slice(0, -1), end: feedEndSchema.parse(lines.at(-1)) };
}
