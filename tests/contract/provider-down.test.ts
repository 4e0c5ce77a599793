import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Provider } from '../../src/backend/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, submitCustomer } from '../support/backend-customers.ts';
import { checkNamed, clear, untilCustomer } from '../support/checking.ts';

const names = ['extraction', 'document', 'data', 'screening', 'ownership', 'sumsub'] as const;

/** A service outside that every check asks over HTTP: it fails for those that are down, in a way of its own each time. */
const down = new Set<string>();
let failures = 0;
const service = createServer((request, response) => {
  if (!down.has((request.url ?? '').slice(1))) {
    response.end(JSON.stringify(clear));
    return;
  }
  failures += 1;
  if (failures % 3 === 0) request.socket.destroy();
  else if (failures % 3 === 1) response.writeHead(503).end('later');
  else response.end('{"state": "clear"');
});

const asking = (name: string): Provider => ({
  name,
  run: async (_, signal) => {
    const { port } = service.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/${name}`, { signal });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    return (await answer.json()) as typeof clear;
  },
});

let server: TestBackend;
beforeAll(async () => {
  await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve));
  server = await startBackend({ runsJobs: true, providers: names.map(asking) });
  const admin = await server.signIn(server.tenant.admin);
  const made = await admin.request('/v1/levels', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'all-checks',
      kind: 'business',
      name: 'All checks',
      fields: ['legalName', 'email', 'phone'].map(key => ({ key, required: true })),
      documents: [],
      checks: names,
      autoApproveBelow: 100,
      fourEyes: false,
    }),
  });
  if (made.status !== 201) throw new Error(`no level: ${await made.text()}`);
});
afterAll(async () => {
  await server.close();
  service.closeAllConnections();
  await new Promise(resolve => service.close(resolve));
});

/** Why people have to decide, as the newest entry of the audit log has it; undefined when nobody has to. */
async function whyOf(customerId: string): Promise<unknown> {
  const rows = await server.backend.context.store.reader
    .selectFrom('audit')
    .select('data')
    .where('customerId', '=', customerId)
    .orderBy('index')
    .execute();
  const { why } = JSON.parse(rows.at(-1)?.data ?? '{}') as { readonly why?: unknown };
  return why;
}

test.each(names)(
  '[PRV-6] while %s is down its case waits and says so; it is approved once that check, too, is made',
  async name => {
    down.add(name);
    const phone = `+4930${2_000_000 + names.indexOf(name)}`;
    const fields = { legalName: `The ${name} company`, email: `${name}@customer.example`, phone };
    const beneficialOwners = [{ name: 'Åse Berg', dateOfBirth: '1980-05-01', nationality: 'NOR', ownershipPercent: 100, isDirector: true }]; // prettier-ignore
    const { id } = await createCustomer(server, { kind: 'business', levelId: 'all-checks', fields, beneficialOwners }); // prettier-ignore
    await submitCustomer(server, id);
    const waiting = await untilCustomer(server, id, one => checkNamed(one, name)?.findings.length === 1);
    expect(checkNamed(waiting, name)).toMatchObject({
      state: 'pending',
      findings: [{ code: 'provider.unavailable' }],
    });
    expect(waiting.status).toBe('UNDER_REVIEW');
    // Nor is it approved by being tried again in vain.
    server.clock.advance(60_000);
    const still = await untilCustomer(server, id, one => one.version > waiting.version);
    expect([still.status, checkNamed(still, name)?.state]).toEqual(['UNDER_REVIEW', 'pending']);

    down.delete(name);
    server.clock.advance(5 * 60_000);
    const done = await untilCustomer(server, id, ({ providers }) =>
      providers.every(({ state }) => state === 'clear'),
    );
    expect([done.status, await whyOf(id)]).toEqual(['ACTIVE', undefined]);
  },
);
