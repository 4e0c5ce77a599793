import type { ServerResponse } from 'node:http';
import type { Policy } from '../../src/shared/api/index.ts';
import { toBase64 } from '../../src/shared/bytes.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { upsertOf } from './customer.ts';
import { scriptedServer, sendJson, sendProblem, type Script } from './scripted-server.ts';
import { signedInAnswer } from './session.ts';

const serverTime = '2026-01-15T09:30:00.000Z';

/** Sends a page of the feed: objects as JSON, text as it is. */
export function sendLines(response: ServerResponse, lines: readonly unknown[]): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.end(lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join(''));
}

export interface ScriptedBackend {
  readonly url: string;
  readonly paths: () => readonly string[];
  /** What is wrong with these paths from now on, or with all; without a script they are sound again. */
  trouble(script?: Script, paths?: readonly string[]): void;
  policy(policy: Policy): void;
}

/** A backend of few words that can be made to misbehave in ways in which ours never does. */
export async function scriptedBackend(customers: readonly Customer[] = []): Promise<ScriptedBackend> {
  let wrong: { readonly script: Script; readonly paths: readonly string[] | undefined } | undefined;
  let policy: Policy = {};
  let deviceId: string | undefined;
  const session = () => {
    const answer = signedInAnswer();
    return { ...answer, policy, device: { ...answer.device, id: deviceId ?? answer.device.id } };
  };
  const sound: Script = (request, response) => {
    const { path, query } = request;
    if (path === '/readyz') return sendJson(response, 200, { status: 'ok' });
    if (path === '/v1/sessions/challenge')
      return sendJson(response, 200, { challenge: toBase64(new Uint8Array(32)) });
    if (path === '/v1/sessions') deviceId = String(JSON.parse(request.body).device.id);
    if (path.startsWith('/v1/sessions')) return sendJson(response, 200, session());
    if (path === '/v1/me') {
      const { user, device } = session();
      return sendJson(response, 200, { user, device, policy });
    }
    if (path.endsWith('/checkpoint')) return sendJson(response, 200, { size: 1, root: '' });
    if (path !== '/v1/changes') return sendProblem(response, 404, 'not_found');
    // Nothing changes any more: the request is held.
    if (query.has('wait')) return undefined;
    const end = { cursor: 'all', hasMore: false, serverTime };
    if (query.has('cursor')) return sendLines(response, [end]);
    const lines = customers.map((customer, index) => upsertOf(customer, index + 2));
    const policyLine = { seq: 1, entity: 'policy', id: 'policy', op: 'upsert', version: 1, data: policy };
    return sendLines(response, [policyLine, ...lines, end]);
  };
  const server = await scriptedServer((request, response) => {
    const concerned = wrong && (wrong.paths?.includes(request.path) ?? true);
    return concerned ? wrong?.script(request, response) : sound(request, response);
  });
  return {
    url: server.url,
    paths: () => server.requests.map(({ path }) => path),
    trouble: (script, paths) => {
      wrong = script && { script, paths };
    },
    policy: next => {
      policy = next;
    },
  };
}
