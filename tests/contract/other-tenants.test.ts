import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend, type TestTenant } from '../support/backend.ts';
import { businessUnderReview, caseUnderReview, screenedCustomer } from '../support/backend-customers.ts';
import type { Operation } from '../support/hostile/api-document.ts';
import { everyEndpoint, isRefusal, seen, type EveryEndpoint } from '../support/hostile/every-endpoint.ts';
import type { WireAnswer, WireRequest } from '../support/hostile/pooled-client.ts';
import { seal, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let every: EveryEndpoint;
/** Somebody whose things the others' are not; may do everything there. */
let stranger: TestTenant;
let strangers: readonly WorkstationClient[];
beforeAll(async () => {
  server = await startBackend();
  every = await everyEndpoint(server, 13);
  stranger = await server.addTenant('Stranger');
  strangers = await Promise.all(
    [stranger.analyst, stranger.supervisor, stranger.admin].map(user => server.signIn(user)),
  );
});
afterAll(async () => {
  every.close();
  await server.close();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A valid request of the one tenant, under each credential of the other. */
const byStrangers = (wire: WireRequest): readonly WireRequest[] =>
  [stranger.apiKey, ...strangers.map(({ session }) => session.accessToken)].map(token => ({
    ...wire,
    headers: { ...wire.headers, ...bearer(token) },
  }));

/** Names under which requests name things; a tax number is the customer's own. */
const isName = (name: string): boolean =>
  name !== 'taxId' && /(^|[a-z])(Id|Ids)$|^(id|replaces|assignee|mentions|items)$/.test(name);

const unknown = (): string => randomUUID();

describe('[API-7] the things of another tenant', () => {
  test('are unknown by every address that names one: 404, never 403, whoever asks', async () => {
    const wrong: string[] = [];
    const naming = every.api.operations.filter(({ path }) => path.includes('{'));
    for (const operation of naming) {
      const wire = every.unsent(operation);
      for (const request of byStrangers(wire)) {
        const answer = await every.send(request);
        // Who may not call at all is told so whatever is asked for: the same for ids that nobody has.
        const { path } = operation;
        const nowhere = await every.send({ ...request, path: path.replaceAll(/\{\w+\}/g, unknown) });
        const isSame = answer.status === nowhere.status && answer.text === nowhere.text;
        const isBarred = [401, 403].includes(answer.status) && isSame;
        if (!isSame || !(isBarred || isRefusal(answer, 404, 'not_found'))) wrong.push(seen(request, answer));
      }
      // Of the four at least one may: nothing is hidden behind a role alone.
      const answers = await Promise.all(byStrangers(wire).map(request => every.send(request)));
      expect([operation.id, answers.some(({ status }) => status === 404)]).toEqual([operation.id, true]);
    }
    expect(naming.length).toBeGreaterThan(15);
    expect(wrong).toEqual([]);
  });

  test('are unknown in every parameter and every member that names one', async () => {
    const { world } = every;
    const [first] = z
      .object({ items: z.array(z.looseObject({ id: z.string() })) })
      .parse(await (await fetch(`${server.url}/v1/customers?limit=1`, { headers: bearer(world.apiKey) })).json()).items;
    const foreign: readonly (string | undefined)[] = [
      first?.id,
      ...['customers', 'active', 'documents', 'links', 'levels', 'webhooks', 'import', 'commands'].map(name => world.pool(name)[0]),
      world.analyst.userId,
      world.analyst.device.id,
    ];
    expect(foreign.every(Boolean)).toBe(true);
    const wrong: string[] = [];
    const met = new Set<string>();

    /** Whether the one and the other id are answered alike, but for the id itself and what is made new. */
    const ask = async (request: (id: string) => WireRequest, where: string): Promise<void> => {
      met.add(where);
      for (const id of foreign) {
        if (id === undefined) continue;
        const nobodys = unknown();
        const told = async (named: string): Promise<readonly [WireAnswer, string]> => {
          const answer = await every.send({ ...request(named), headers: { ...request(named).headers } });
          return [answer, answer.text.replaceAll(named, '#')];
        };
        const [theirs, text] = await told(id);
        const [none, textOfNone] = await told(nobodys);
        const isSame = theirs.status === none.status && (theirs.status < 300 || text === textOfNone);
        const isTelling = theirs.status < 300 && theirs.text !== '' && world.pool('any customer').some(other => other !== id && theirs.text.includes(other));
        if (!isSame || isTelling) wrong.push(`${where} ${seen(request(id), theirs)} but ${none.status} ${none.text.slice(0, 200)}`);
      }
    };
    const own = (wire: WireRequest): WireRequest => {
      const token = wire.headers['authorization']?.startsWith('Bearer at_') === true ? strangers[2]?.session.accessToken : stranger.apiKey;
      const { 'idempotency-key': _key, ...headers } = wire.headers;
      return { ...wire, headers: { ...headers, ...bearer(token ?? '') } };
    };
    // Ids that a caller mints, of a device, a rotation and a level, name nothing yet; commands have a test of their own.
    const looked = every.api.operations.filter(
      ({ id }) => !id.startsWith('sessions.') && id !== 'levels.create' && id !== 'commands.send',
    );
    for (const operation of looked) {
      const wire = own(every.unsent(operation));
      const [pathname = ''] = wire.path.split('?');
      for (const { name } of operation.parameters.filter(one => one.in === 'query' && isName(one.name)))
        await ask(id => ({ ...wire, path: `${pathname}?${name}=${id}` }), `${operation.id} ?${name}`);
      for (const path of memberPaths(operation)) {
        const value: unknown = JSON.parse(String(wire.body));
        await ask(id => ({ ...wire, body: JSON.stringify(withMember(value, path, id)) }), `${operation.id} ${path.join('.')}`);
      }
    }
    expect([...met].toSorted()).toEqual(expect.arrayContaining(['customers.create levelId', 'customers.list ?assignee', 'leads.import ?id', 'links.create customerId', 'links.create levelId', 'links.list ?customerId']));
    expect(wrong).toEqual([]);
  }); // prettier-ignore

  test('are unknown in every member of a command', async () => {
    const analyst = strangers[0];
    if (!analyst) throw new Error('nobody');
    const theirs: TestBackend = { ...server, integrator: (path, init) => server.integrator(path, init, stranger.apiKey), tenant: stranger };
    const own = await caseUnderReview(theirs, 'the stranger’s own');
    const foreign = await screenedCustomer(server, (await businessUnderReview(server)).id);
    const [document] = foreign.documents;
    const [hit] = foreign.screening.hits;
    const sent = await server.signIn(server.tenant.analyst);
    const command = sent.build({ type: 'note.add', customerId: foreign.id, baseVersion: null, payload: { text: 'x', mentions: [] } });
    expect(await sent.sendOne(command)).toMatchObject({ result: 'applied' });
    const base = { customerId: own.id, baseVersion: own.version, dependsOn: null as string | null, evidence: [] as readonly object[] };
    const verdicts = (item: string) => [{ item, verdict: 'rejected', reasons: ['badDocument.expired'] }];
    const drafts: readonly (readonly [what: string, id: string | undefined, draft: (id: string) => object])[] = [
      ['customerId', foreign.id, id => ({ ...base, type: 'review.start', payload: {}, customerId: id })],
      ['dependsOn', command.id, id => ({ ...base, type: 'note.add', baseVersion: null, payload: { text: 'x', mentions: [] }, dependsOn: id })],
      ['mentions', server.tenant.analyst.id, id => ({ ...base, type: 'note.add', baseVersion: null, payload: { text: 'x', mentions: [id] } })],
      ['assign', server.tenant.analyst.id, id => ({ ...base, type: 'customer.assign', payload: { userId: id } })],
      ['escalate', server.tenant.supervisor.id, id => ({ ...base, type: 'customer.escalate', payload: { to: id, note: '' } })],
      ['classify', document?.id, id => ({ ...base, type: 'document.classify', payload: { documentId: id, type: 'passport' } })],
      ['hit', hit?.id, id => ({ ...base, type: 'screening.resolve', payload: { hitId: id, resolution: 'match', note: 'x' } })],
      ['second', command.id, id => ({ ...base, type: 'approval.second', payload: { commandId: id, agree: true, note: '' } })],
      ['verdict', document?.id, id => ({ ...base, type: 'review.finish', payload: { outcome: 'reject', verdicts: verdicts(`document:${id}`), request: [], tags: [] } })],
      ['evidence', document?.id, id => ({ ...base, type: 'review.finish', payload: { outcome: 'reject', verdicts: [], request: [], tags: [] }, evidence: [{ documentId: id, sha256: document?.sha256, pagesViewed: [1], seconds: 1 }] })],
      ['userId', server.tenant.analyst.id, id => ({ ...base, type: 'review.start', payload: {}, userId: id })],
      ['deviceId', sent.device.id, id => ({ ...base, type: 'review.start', payload: {}, deviceId: id })],
    ];
    for (const [what, id, draft] of drafts) {
      if (id === undefined) throw new Error(`there is no ${what}`);
      const told = async (named: string): Promise<unknown> => {
        await analyst.realign();
        const placed = { userId: analyst.userId, deviceId: analyst.device.id, ...draft(named), id: randomUUID(), deviceSeq: analyst.seq + 1, prevHash: analyst.lastHash, decidedAt: '2026-11-21T10:00:00.000Z', clock: { lastServerTime: null, elapsedMs: null } };
        const answer = await analyst.post('/v1/commands', { commands: [seal(placed, analyst.device.privateKey)] });
        const text = (await answer.text()).replaceAll(placed.id, 'the command').replaceAll(named, '#');
        return [answer.status, text];
      };
      const [theirsTold, nobodysTold] = [await told(id), await told(unknown())];
      expect([what, theirsTold]).toEqual([what, nobodysTold]);
      expect([what, JSON.stringify(theirsTold).includes('\\"result\\":\\"applied')]).toEqual([what, false]);
    }
  }); // prettier-ignore

  test('are unknown as what an upload replaces, and as the level of a row of leads', async () => {
    const theirs: TestBackend = { ...server, integrator: (path, init) => server.integrator(path, init, stranger.apiKey) };
    const own = await caseUnderReview(theirs, 'own');
    const told = async (id: string | undefined): Promise<unknown> => {
      const form = new FormData();
      form.set('meta', JSON.stringify({ type: 'passport', replaces: id }));
      form.set('file', new Blob([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 7])]), 'a.png');
      const answer = await theirs.integrator(`/v1/customers/${own.id}/documents`, { method: 'POST', body: form });
      return [answer.status, await answer.json()];
    };
    expect(await told(every.world.pool('documents')[0])).toEqual(await told(unknown()));
    const rows = async (levelId: string | undefined): Promise<unknown> => {
      const body = `kind,levelId,firstName\nindividual,${levelId ?? ''},Zoë\n`;
      const headers = { 'content-type': 'text/csv' };
      const answer = await theirs.integrator('/v1/leads/import', { method: 'POST', headers, body });
      return z.looseObject({ accepted: z.literal(0), refusals: z.array(z.unknown()) }).parse(await answer.json()).refusals;
    };
    expect(await rows(every.world.pool('levels')[0])).toEqual(await rows(unknown()));
  }); // prettier-ignore
});

/** Where in a body of the operation a thing is named, by the document. */
function memberPaths({ body }: Operation): readonly (readonly string[])[] {
  const within = (schema: unknown): readonly (readonly string[])[] => {
    const { properties, items } = z
      .looseObject({
        properties: z.record(z.string(), z.unknown()).optional(),
        items: z.unknown().optional(),
      })
      .catch({ items: undefined })
      .parse(schema);
    const below = Object.entries(properties ?? {}).flatMap(([name, member]) =>
      isName(name) ? [[name]] : within(member).map(rest => [name, ...rest]),
    );
    return items === undefined ? below : within(items).map(rest => ['0', ...rest]);
  };
  return body?.type === 'application/json' ? within(body.schema) : [];
}

/** The value with a member put in, through lists and objects that may not be there yet. */
function withMember(value: unknown, [key, ...rest]: readonly string[], put: string): unknown {
  if (key === undefined) return put;
  if (key === '0') return [withMember(Array.isArray(value) ? value[0] : {}, rest, put)];
  const known = z.record(z.string(), z.unknown()).catch({}).parse(value);
  return { ...known, [key]: withMember(known[key], rest, put) };
}
