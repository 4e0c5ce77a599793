import { createHash, sign } from 'node:crypto';
import {
  checkpointOrigin,
  checkpointText,
  noteKeyHashInput,
  signedNote,
} from '../../../src/shared/domain/checkpoint.ts';
import { customerSchema } from '../../../src/shared/domain/index.ts';
import { z } from '../../../src/shared/zod.ts';
import type { ReadyLine } from '../backend.ts';
import { basicFields, pngBytes, uploadForm } from '../backend-customers.ts';
import { WorkstationClient } from '../workstation-client.ts';

/** Ids of things that are there, by what stands before them in an address; and tokens that are used up. */
export interface World {
  readonly url: string;
  readonly apiKey: string;
  readonly admin: WorkstationClient;
  readonly analyst: WorkstationClient;
  /** Whose way of signing in is changed, rightly and wrongly: failures shut them out, and nobody else. */
  readonly enrolling: WorkstationClient;
  readonly guessing: WorkstationClient;
  /** A signed head of the analyst's journal. */
  readonly head: object;
  /** Who signs in rightly. */
  readonly users: ReadyLine['users'];
  readonly pool: (name: string) => string[];
  /** How many of the newest links nobody revokes, for those who open one. */
  readonly linksKept: number;
  /** Whatever was given out or sent that no log may hold. */
  readonly secrets: Set<string>;
}

const json = { 'content-type': 'application/json' };
const withId = z.looseObject({ id: z.string() });

function headOf({ device }: WorkstationClient): object {
  const root = 'a'.repeat(64);
  const text = checkpointText(device.id, 1, root);
  const name = checkpointOrigin(device.id);
  const key = noteKeyHashInput(name, Buffer.from(device.publicKey, 'base64'));
  const signature = sign(null, Buffer.from(text), device.privateKey);
  const note = signedNote(text, { name, keyHash: createHash('sha256').update(key).digest(), signature });
  return { size: 1, root, note };
}

/** Signs users in and makes some of everything: what valid requests name. The backend has sample cases. */
export async function makeWorld(
  { url, users, apiKey = '' }: ReadyLine,
  { ready, linksKept = 0 }: { readonly ready: number; readonly linksKept?: number },
): Promise<World> {
  const account = (role: string) => {
    const found = users.find(({ roles }) => roles.some(one => one === role));
    if (!found) throw new Error(`no ${role}`);
    return found;
  };
  const admin = await WorkstationClient.signIn(url, account('admin'));
  const analyst = await WorkstationClient.signIn(url, account('analyst'));
  const [, enroller] = users.filter(({ roles }) => roles.includes('analyst'));
  const [, guesser] = users.filter(({ roles }) => roles.includes('supervisor'));
  if (!enroller || !guesser) throw new Error('too few users');
  const enrolling = await WorkstationClient.signIn(url, enroller);
  const guessing = await WorkstationClient.signIn(url, guesser);
  const pools = new Map<string, string[]>();
  const pool = (name: string): string[] => {
    const known = pools.get(name) ?? [];
    pools.set(name, known);
    return known;
  };
  const authorization = `Bearer ${apiKey}`;
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, { ...init, headers: { ...init.headers, authorization } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const make = async (path: string, body: object): Promise<string> => {
    const init = { method: 'POST', headers: json, body: JSON.stringify(body) };
    return withId.parse(await ask(path, init)).id;
  };

  const listed = z.object({ items: z.array(customerSchema) });
  const { items } = listed.parse(await ask('/v1/customers?limit=200'));
  for (const { id, status, documents } of items) {
    pool('any customer').push(id);
    if (status === 'ACTIVE') pool('active').push(id);
    pool('documents').push(...documents.map(document => document.id));
  }
  for (let count = 0; count < ready; count += 1) {
    const id = await make('/v1/customers', { kind: 'individual', levelId: 'kyc-basic', fields: basicFields });
    const form = uploadForm({ type: 'passport', bytes: pngBytes(`ready ${count}`) });
    await ask(`/v1/customers/${id}/documents`, { method: 'POST', body: form });
    pool('ready').push(id);
  }
  for (let count = 0; count < 5; count += 1)
    pool('customers').push(
      await make('/v1/customers', { kind: 'individual', levelId: 'kyc-basic', fields: {} }),
    );
  // As many as are kept, so that from the first one on that is made there is one to revoke.
  for (let count = 0; count < linksKept; count += 1)
    pool('links').push(await make('/v1/links', { kind: 'individual', levelId: 'kyc-basic' }));
  for (let count = 0; count < 3; count += 1) {
    const session = await WorkstationClient.signIn(url, account('supervisor'));
    pool('refreshable').push(session.session.refreshToken);
  }
  pool('turn').push('the turn of the device that sends commands');
  const clients = [admin, analyst, enrolling, guessing];
  const secrets = new Set([
    apiKey,
    ...users.flatMap(({ email, password }) => [email, password]),
    ...clients.flatMap(({ session }) => [session.accessToken, session.refreshToken]),
    ...pool('refreshable'),
  ]);
  return {
    url,
    apiKey,
    admin,
    analyst,
    enrolling,
    guessing,
    pool,
    linksKept,
    secrets,
    head: headOf(analyst),
    users: users.filter(user => user !== guesser),
  };
}
