import { endpoints, type Endpoint } from '../../../src/shared/api/index.ts';
import type { Operation } from './api-document.ts';
import type { WireAnswer, WireRequest } from './pooled-client.ts';
import { validDraft, type Draft } from './valid.ts';
import { anything, nastyTexts, pick, spoilt, type Seeded } from './values.ts';
import type { World } from './world.ts';

export type Manner = 'valid' | 'near-valid' | 'random';

/** A request, and what the world learns from its answer. */
export interface Planned {
  readonly wire: WireRequest;
  readonly settle: (answer: WireAnswer) => void;
}

const table: Readonly<Record<string, Endpoint>> = endpoints;

function credentialFor({ id }: Operation, world: World, random: Seeded): string | undefined {
  const caller = table[id]?.caller;
  if (caller === 'anyone') return undefined;
  if (id.startsWith('totp.')) return world.guessing.session.accessToken;
  if (caller === 'workstation') return world.analyst.session.accessToken;
  return random.fraction() < 0.7 ? world.apiKey : world.admin.session.accessToken;
}

/** Parameters of an address as they are sent: escaped but for what is meant to be broken. */
function addressOf(path: string, { params, query }: Draft): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? 'nobody');
  const search = query.map(([name, value]) => `${name}=${value}`).join('&');
  return search === '' ? filled : `${filled}?${search}`;
}

const raw = (draft: Draft): Buffer | undefined =>
  draft.raw ?? (draft.json === undefined ? undefined : Buffer.from(JSON.stringify(draft.json)));

function wireOf(operation: Operation, draft: Draft, credential: string | undefined): WireRequest {
  const body = raw(draft);
  const type = draft.type ?? (body && operation.body?.type);
  const headers = {
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
    ...draft.headers,
  };
  return { method: operation.method, path: addressOf(operation.path, draft), headers, body };
}

const escaped = (text: string): string => encodeURIComponent(text.toWellFormed());

/** Ids that are none, some of them escaped in ways that nobody should. */
const brokenIds = ['..%2f..%2fetc', '%2e%2e', '%252e', '%ff', '%c0%af', '%00', '%', '%zz', '..;', 'x'.repeat(201), '%0d%0aa:b', '.', "'", '%F0%9F%92']; // prettier-ignore

/** A header's value as Node lets it pass: bytes of Latin-1 without control characters. */
const headerText = (text: string): string => text.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '?').slice(0, 2000);

const headerNames = ['if-match', 'if-none-match', 'range', 'if-range', 'idempotency-key', 'accept', 'accept-language', 'x-forwarded-for', 'content-encoding', 'expect', 'origin', 'cookie']; // prettier-ignore
const headerValues = [
  '*',
  '"1"',
  'bytes=0-',
  'bytes=-1',
  'bytes=5-2',
  'bytes=0-0,2-3',
  'gzip',
  'identity',
  'de;q=0.1',
  ';;;',
  ',',
];

const spoilBody = (draft: Draft, random: Seeded): Draft => {
  if (draft.json !== undefined && random.fraction() < 0.85)
    return { ...draft, json: spoilt(draft.json, random) };
  const bytes = raw(draft) ?? Buffer.alloc(0);
  const at = random.integer(bytes.length + 1);
  switch (random.integer(4)) {
    case 0:
      return { ...draft, raw: bytes.subarray(0, at) };
    case 1:
      return { ...draft, raw: Buffer.concat([bytes.subarray(0, at), Buffer.from(random.bytes(3)), bytes.subarray(at)]) };
    case 2:
      return { ...draft, raw: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]) };
    default:
      return { ...draft, raw: Buffer.concat([bytes, bytes]) };
  }
}; // prettier-ignore

const wrongTypes = ['text/plain', 'application/json; charset=utf-16', 'multipart/form-data', 'multipart/form-data; boundary=b', 'text/csv', ';;;', 'application/x-www-form-urlencoded']; // prettier-ignore

/** One thing about a valid request made wrong. */
function nearly({ parameters, path, body }: Operation, draft: Draft, random: Seeded): Draft {
  const places = ['header', 'query', ...(path.includes('{') ? ['path', 'path'] : [])];
  const place = pick(random, body ? [...places, 'body', 'body', 'body', 'body', 'type'] : places);
  switch (place) {
    case 'body':
      return spoilBody(draft, random);
    case 'type':
      return { ...draft, type: pick(random, wrongTypes) };
    case 'path': {
      const [name = ''] = /(?<=\{)\w+(?=\})/.exec(path) ?? [];
      const broken = random.fraction() < 0.5 ? pick(random, brokenIds) : escaped(pick(random, nastyTexts));
      return { ...draft, params: { ...draft.params, [name]: broken } };
    }
    case 'query': {
      const names = [...parameters.filter(one => one.in === 'query').map(({ name }) => name), 'unknown'];
      const name = pick(random, names);
      const others = draft.query.filter(([given]) => given !== name || random.fraction() < 0.3);
      return { ...draft, query: [...others, [name, escaped(pick(random, nastyTexts))]] };
    }
    default: {
      if (random.fraction() < 0.2) return { ...draft, headers: { authorization: 'Bearer sk_nobody' } };
      const text = random.fraction() < 0.5 ? pick(random, headerValues) : pick(random, nastyTexts);
      return { ...draft, headers: { ...draft.headers, [pick(random, headerNames)]: headerText(text) } };
    }
  }
}

/** Nothing about it is meant to be right but the address. */
function senseless({ parameters, body, path }: Operation, random: Seeded): Draft {
  const params = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
    name,
    random.fraction() < 0.5 ? pick(random, brokenIds) : escaped(pick(random, nastyTexts)),
  ]);
  const names = [...parameters.filter(one => one.in === 'query').map(({ name }) => name), 'q', '__proto__'];
  const query = Array.from(
    { length: random.integer(4) },
    () => [pick(random, names), escaped(pick(random, nastyTexts))] as const,
  );
  const isRaw = random.fraction() < 0.3;
  return {
    params: Object.fromEntries(params),
    query,
    headers: random.fraction() < 0.3 ? { [pick(random, headerNames)]: headerText(pick(random, nastyTexts)) } : {},
    ...(body
      ? isRaw
        ? { raw: Buffer.from(random.bytes(random.integer(200))) }
        : { json: anything(random), type: random.fraction() < 0.8 ? body.type : pick(random, wrongTypes) }
      : {}),
  };
} // prettier-ignore

/** A reader that waits for changes would hold the run up. */
function impatient(draft: Draft): Draft {
  const query = draft.query.map(([name, value]) => {
    const seconds = Number(decodeURIComponent(value));
    return name === 'wait' && seconds > 0 && seconds <= 60 ? ([name, '0'] as const) : ([name, value] as const);
  });
  return { ...draft, query };
} // prettier-ignore

/** Draws a request of the operation; undefined where nothing is left that a valid one could name. */
export function plan(
  operation: Operation,
  manner: Manner,
  world: World,
  random: Seeded,
): Planned | undefined {
  const credential = credentialFor(operation, world, random);
  if (manner === 'random') {
    // Signing out ends a session: not the one that all others need.
    const own = operation.id === 'sessions.end' ? 'at_nobody' : credential;
    return { wire: wireOf(operation, impatient(senseless(operation, random)), own), settle: () => undefined };
  }
  const valid = validDraft(operation, world, random, manner === 'valid');
  if (!valid) return undefined;
  const draft = manner === 'valid' ? valid.draft : nearly(operation, valid.draft, random);
  return { wire: wireOf(operation, impatient(draft), valid.credential ?? credential), settle: valid.settle };
}
