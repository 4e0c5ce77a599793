import { randomUUID } from 'node:crypto';
import { z } from '../../src/shared/zod.ts';
import { commandResultSchema, type CommandResult } from '../../src/shared/domain/index.ts';
import { parseFeed, type WireCommand, type WorkstationClient } from '../support/workstation-client.ts';

/** Who sends: which process is asked is chance, and whether to go on. */
export interface Sender {
  readonly url: () => string;
  readonly goesOn: () => boolean;
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** One request; undefined where no whole answer came, or one that says to come again. */
async function attempt(
  url: string,
  token: string,
  init: { readonly body?: unknown; readonly key?: string; readonly expected: readonly number[] },
): Promise<string | undefined> {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  if (init.body !== undefined) headers.set('content-type', 'application/json');
  if (init.key !== undefined) headers.set('idempotency-key', init.key);
  let answer: Response;
  let text: string;
  try {
    const post = init.body === undefined ? {} : { method: 'POST', body: JSON.stringify(init.body) };
    answer = await fetch(url, { headers, ...post });
    text = await answer.text();
  } catch {
    // The process was killed before it had answered.
    return undefined;
  }
  if (init.expected.includes(answer.status)) return text;
  // 408: the process stood still while the request came in.
  if ([408, 409, 503].includes(answer.status)) return undefined;
  throw new Error(`${url}: ${answer.status} ${text}`);
}

async function untilAnswered(again: () => Promise<string | undefined>): Promise<string> {
  for (;;) {
    const text = await again();
    if (text !== undefined) return text;
    await pause(100);
  }
}

const made = z.object({ id: z.string() });

/** Makes one thing after the other, each under a key and until it is answered; what was acknowledged, by what it is called. */
export async function makeMany(
  { url, goesOn }: Sender,
  token: string,
  path: string,
  bodyOf: (name: string) => object,
): Promise<ReadonlyMap<string, string>> {
  const acknowledged = new Map<string, string>();
  while (goesOn()) {
    const name = randomUUID();
    const request = { key: name, body: bodyOf(name), expected: [201] };
    const text = await untilAnswered(() => attempt(`${url()}${path}`, token, request));
    acknowledged.set(name, made.parse(JSON.parse(text)).id);
  }
  return acknowledged;
}

/** Makes and submits one customer after the other, each step until it is answered; the ids of those whose submission was. */
export async function submitMany(
  { url, goesOn }: Sender,
  token: string,
  bodyOf: (name: string) => object,
): Promise<ReadonlyMap<string, string>> {
  const submitted = new Map<string, string>();
  while (goesOn()) {
    const name = randomUUID();
    const creation = { key: name, body: bodyOf(name), expected: [201] };
    const text = await untilAnswered(() => attempt(`${url()}/v1/customers`, token, creation));
    const { id } = made.parse(JSON.parse(text));
    const submission = { key: `${name}/submit`, body: {}, expected: [200] };
    await untilAnswered(() => attempt(`${url()}/v1/customers/${id}/submit`, token, submission));
    submitted.set(name, id);
  }
  return submitted;
}

const results = z.object({ results: z.array(commandResultSchema) });

/** Sends a device's commands batch by batch, each batch until all of it has its final answer; those answers. */
export async function sendCommands(
  { url, goesOn }: Sender,
  device: WorkstationClient,
  next: () => WireCommand,
): Promise<ReadonlyMap<string, CommandResult>> {
  const acknowledged = new Map<string, CommandResult>();
  while (goesOn()) {
    const commands = [next(), next(), next()];
    for (let left: readonly WireCommand[] = commands; left.length > 0;) {
      const request = { body: { commands: left }, expected: [200] };
      const text = await untilAnswered(() =>
        attempt(`${url()}/v1/commands`, device.session.accessToken, request),
      );
      const answers = results.parse(JSON.parse(text)).results;
      const final = answers.filter(({ result }) => result !== 'retry' && result !== 'waiting');
      for (const answer of final) {
        acknowledged.set(
          answer.id,
          answer.result === 'replayed' ? commandResultSchema.parse(answer.first) : answer,
        );
      }
      left = left.filter(({ id }) => !acknowledged.has(id));
      if (left.length > 0) await pause(50);
    }
  }
  return acknowledged;
}

export interface Followed {
  /** The last change of each entity that was seen. */
  readonly entities: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly pages: number;
}

/** Follows the feed from its beginning by cursor, whichever process answers, until its end once nobody goes on. */
export async function follow({ url, goesOn }: Sender, device: WorkstationClient): Promise<Followed> {
  const entities = new Map<string, Readonly<Record<string, unknown>>>();
  let cursor = '';
  let pages = 0;
  for (;;) {
    const more = goesOn();
    const query = `wait=${more ? 1 : 0}&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const text = await untilAnswered(() =>
      attempt(`${url()}/v1/changes?${query}`, device.session.accessToken, { expected: [200] }),
    );
    const { changes, end } = parseFeed(text);
    let last = 0;
    for (const change of changes) {
      if (Number(change['seq']) <= last) throw new Error('a page is out of order');
      last = Number(change['seq']);
      entities.set(`${String(change['entity'])}/${String(change['id'])}`, change);
    }
    cursor = end.cursor;
    pages += 1;
    if (!more && !end.hasMore && changes.length === 0) return { entities, pages };
  }
}
