import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { isTooWide, openBrowser, screens, violationsOn, visit } from '../support/applicant-browser.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { caseUnderReview, createCustomer } from '../support/backend-customers.ts';
import { askWebhooks, sendTest, subscribe } from '../support/backend-webhooks.ts';
import { readApiDocument } from '../support/hostile/api-document.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ tenantName: 'Peculiar Tenant' })));
afterAll(() => server.close());

/** An address of this machine that others reach it at. */
const outward = Object.values(networkInterfaces())
  .flatMap(addresses => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('[OPS-1] the figures of the process', () => {
  const metrics = (headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/metrics`, { headers });

  test('count requests by route and status, jobs, readers and what is stored, and name nobody', async () => {
    const client = await server.signIn(server.tenant.analyst);
    const customer = await caseUnderReview(server, 'figures');
    await client.customer(customer.id);
    await fetch(`${server.url}/nowhere`);
    const { cursor } = await client.syncAll();
    const waiting = client.changes({ cursor, wait: 60 });
    const text = await expect
      .poll(async () => (await metrics()).text())
      .toContain('sealdesk_feed_waiters 1')
      .then(async () => (await metrics()).text());
    await caseUnderReview(server, 'wakes the reader');
    await waiting;
    expect(text).toContain(
      'sealdesk_http_request_seconds_count{method="GET",route="/v1/customers/:id",status="200"} 1',
    );
    expect(text).toContain('route="none",status="404"} 1');
    expect(text).toMatch(/sealdesk_store_things\{thing="customers"\} 1\n/);
    expect(text).toMatch(/sealdesk_store_things\{thing="audit_entries"\} \d\d/);
    expect(text).toMatch(/sealdesk_jobs\{kind="\w+",state="due"\} \d/);
    for (const secret of ['Peculiar', server.tenant.id, customer.id, customer.name, 'nowhere', '.example'])
      expect(text).not.toContain(secret);
  });

  test('say how many jobs there are of each kind and state, and customers, as it was ten seconds ago at most', async () => {
    const figures = async () => {
      const text = await (await metrics()).text();
      const jobs = text.split('\n').filter(line => line.startsWith('sealdesk_jobs{'));
      return { jobs: jobs.toSorted(), customers: /thing="customers"\} (\d+)/.exec(text)?.[1] };
    };
    const { store } = server.backend.context;
    const runOn = server.clock.standStill();
    const now = server.clock.now();
    const jobOf = (kind: string, key: string, dueAt: number, leasedUntil = 0) =>
      ({ tenantId: server.tenant.id, kind, key, dueAt, attempts: 0, revision: 1, leasedBy: null, leasedUntil, createdAt: now }); // prettier-ignore
    const rows = [
      ...Array.from({ length: 5 }, (_, n) => jobOf('first', `due ${n}`, now - n)),
      ...Array.from({ length: 3 }, (_, n) => jobOf('first', `later ${n}`, now + 3600_000)),
      ...Array.from({ length: 2 }, (_, n) => jobOf('second', `running ${n}`, now, now + 3600_000)),
    ];
    server.clock.advance(10_000);
    const before = await figures();
    await store.writer.transaction().execute(db => store.insertRows(db, 'job', rows));
    await createCustomer(server);
    server.clock.advance(9_999);
    expect(await figures()).toEqual(before);
    server.clock.advance(1);
    const after = await figures();
    expect(after.customers).toBe(String(Number(before.customers) + 1));
    expect(after.jobs.filter(line => /first|second/.test(line))).toEqual([
      'sealdesk_jobs{kind="first",state="due"} 5',
      'sealdesk_jobs{kind="first",state="later"} 3',
      'sealdesk_jobs{kind="second",state="running"} 2',
    ]);
    await store.writer.deleteFrom('job').where('kind', 'in', ['first', 'second']).execute();
    runOn();
  });

  test('say how many deliveries there are of each state', async () => {
    const { id } = await subscribe(server, 'https://8.8.8.8/hooks');
    await sendTest(server, id);
    server.clock.advance(10_000);
    const lines = async () =>
      (await (await metrics()).text()).split('\n').filter(line => line.startsWith('sealdesk_deliveries{'));
    // Nobody sends here.
    expect(await lines()).toEqual(['sealdesk_deliveries{state="pending"} 1']);
    await askWebhooks(server, 'PATCH', `/${id}`, { body: { state: 'disabled' } });
    server.clock.advance(10_000);
    expect(await lines()).toEqual(['sealdesk_deliveries{state="failed"} 1']);
  });

  test('are there also when the store is away: it is said, and what it held is told no more', async () => {
    const own = await startBackend();
    onTestFinished(() => own.close());
    const figures = async () => {
      const answer = await fetch(`${own.url}/metrics`);
      return { status: answer.status, text: await answer.text() };
    };
    await createCustomer(own);
    const stored = /^sealdesk_(jobs|deliveries|store_things)\b/m;
    const there = await figures();
    expect(there.text).toMatch(/^sealdesk_store_up 1$/m);
    expect(there.text).toMatch(stored);
    await own.backend.context.store.reader.destroy();
    own.clock.advance(10_000);
    const away = await figures();
    expect(away.status).toBe(200);
    expect(away.text).toMatch(/^sealdesk_store_up 0$/m);
    expect(away.text).not.toMatch(stored);
    expect(away.text).toContain('sealdesk_http_request_seconds_count{');
  });

  test.skipIf(outward === undefined)(
    `are not there for a caller from elsewhere${outward === undefined ? ': skipped, this machine has only its loopback' : ''}`,
    async () => {
      const open = await startBackend({ host: outward });
      onTestFinished(() => open.close());
      expect(new URL(open.url).hostname).toBe(outward);
      expect((await fetch(`${open.url}/healthz`)).status).toBe(200);
      const answer = await fetch(`${open.url}/metrics`);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        expect.objectContaining({ code: 'not_found' }),
      ]);
    },
  );

  test('are not there for anybody whom a proxy lets through', async () => {
    expect((await metrics()).headers.get('content-type')).toContain('text/plain');
    expect((await metrics({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    expect((await metrics({ forwarded: 'for=203.0.113.9' })).status).toBe(404);
  });
});

const textOf = (html: string): string =>
  html
    .replaceAll(/<wbr>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('[OPS-2] the reference', () => {
  const read = async (words = ''): Promise<string> =>
    (await fetch(`${server.url}/docs${words === '' ? '' : `?q=${encodeURIComponent(words)}`}`)).text();
  /** The part of the page that is about one thing. */
  const about = (page: string, id: string): string => {
    const from = page.indexOf(`<section id="${id}"`);
    return textOf(page.slice(from, page.indexOf('</section>', from)));
  };

  test('is where the address of the backend leads', async () => {
    const answer = await fetch(`${server.url}/`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/docs']);
  });

  test('has every call, with who may, each header, what may be sent in which form, and every problem', async () => {
    const page = await read();
    const { operations } = await readApiDocument(server.url);
    for (const { id, parameters, body } of operations) {
      const part = about(page, id);
      for (const { name, required } of parameters)
        expect([id, part]).toEqual([
          id,
          expect.stringMatching(RegExp(`${name} \\S.*? ${required ? 'required' : 'optional'}`)),
        ]);
      const sent = Object.keys(Object(body?.schema['properties']));
      for (const member of sent) expect([id, part]).toEqual([id, expect.stringContaining(` ${member} `)]);
    }
    expect(about(page, 'basics')).toContain('Authorization: Bearer');
    expect(about(page, 'customers.patch')).toMatch(/If-Match string required The ETag/);
    expect(about(page, 'customers.create')).toMatch(
      /request_timeout 408.*too_large 413.*unsupported_media_type 415/,
    );
    expect(about(page, 'customers.create')).toMatch(/Answer 201 Customer ETag header .* Location header/);
    expect(about(page, 'customers.create')).toContain('1 to 200 characters; no control characters');
    for (const [id, limit] of [
      ['customers.list', '50 unless told; of large cases a page holds fewer; at least 1; at most 200'],
      ['audit.entries', '100 unless told'],
      ['changes.list', '1,000 unless told'],
    ] as const)
      expect([id, about(page, id)]).toEqual([id, expect.stringContaining(limit)]);
    expect(about(page, 'documents.upload')).toMatch(
      /meta\.type string required one of passport.*meta\.replaces id optional/,
    );
    expect(about(page, 'leads.import')).toContain('kind,levelId,externalId,firstName');
    expect(about(page, 'fields')).toMatch(/politicallyExposed boolean Politically exposed: true or false/);
    expect(about(page, 'fields')).toMatch(/incorporationDate date .* not before 1000-01-01/);
    expect(about(page, 'shape-Command')).toMatch(
      /type: review\.finish payload\.outcome .* type: note\.add payload\.text/,
    );
    expect(about(page, 'event-kyc.status_updated')).toContain('data.externalId');
  });

  test('leads nowhere that is not on it', async () => {
    const whole = await read();
    const part = await read('links.create');
    const targets = (page: string, form: RegExp) => [...page.matchAll(form)].map(([, id = '']) => id);
    const ids = new Set(targets(whole, / id="([^"]+)"/g));
    const inside = targets(whole, /href="#([^"]+)"/g);
    expect(inside.length).toBeGreaterThan(100);
    expect(inside.filter(id => !ids.has(id))).toEqual([]);
    const there = new Set(targets(part, / id="([^"]+)"/g));
    expect(targets(part, /href="#([^"]+)"/g).filter(id => !there.has(id))).toEqual([]);
    expect(targets(part, /href="\/docs#([^"]+)"/g).filter(id => !ids.has(id))).toEqual([]);
  });

  test('shows what holds the words that are looked for, members, headers and problems too', async () => {
    const found = await read('consistency log');
    expect(found).toContain('id="audit.consistency"');
    expect(found).not.toContain('id="customers.create"');
    const calls = async (words: string) =>
      [...(await read(words)).matchAll(/<section id="([\w.-]+)"/g)].map(([, id]) => id);
    expect(await calls('externalId')).toEqual(expect.arrayContaining(['customers.create', 'shape-Customer']));
    expect(await calls('sides')).toEqual(expect.arrayContaining(['levels.create', 'levels.patch']));
    expect(await calls('politicallyExposed')).toEqual(expect.arrayContaining(['fields', 'customers.create']));
    expect(await calls('whsec_')).toContain('shape-WebhookWithSecret');
    expect(await calls('if-match')).toEqual(['customers.patch', 'levels.patch']);
    expect(await calls('plan_limit_reached')).toEqual(['links.create']);
    const hostile = await read('"><script>alert(1)</script>');
    expect(hostile).not.toContain('<script');
    expect(hostile).toContain('Nothing holds these words.');
  });

  test('is readable in both schemes on a phone and a desktop, with no script, no breach and no request to others', async () => {
    const browser = await openBrowser();
    const shots = process.env['SEALDESK_TEST_SHOTS'];
    try {
      for (const [name, screen] of Object.entries(screens)) {
        const whole = await visit(browser, `${server.url}/docs`, screen);
        expect(await whole.page.evaluate('document.scripts.length')).toBe(0);
        expect(await isTooWide(whole.page)).toBe(false);
        for (const colorScheme of ['light', 'dark'] as const) {
          await whole.page.emulateMedia({ colorScheme });
          if (shots) await whole.page.screenshot({ path: join(shots, `docs-${name}-${colorScheme}.png`) });
        }
        expect(whole.trouble).toEqual([]);
        await whole.leave();
        // The rules look at parts: the whole has thousands of members of one kind.
        for (const words of ['links.create', ...(name === 'phone' ? ['kyc.review_completed version'] : [])]) {
          const part = await visit(browser, `${server.url}/docs?q=${encodeURIComponent(words)}`, screen);
          expect([words, await violationsOn(part.page)]).toEqual([words, []]);
          await part.leave();
        }
      }
      const { page, leave } = await visit(browser, `${server.url}/docs`, screens.phone, 'off');
      const inSight = async (what: Locator): Promise<boolean> => {
        const { y = -1, height = 0 } = (await what.boundingBox()) ?? {};
        return y >= 0 && y + height <= screens.phone.viewport.height;
      };
      // Without a script no rule about the page can be run: it is looked where things stand.
      const call = page.locator('h3', { hasText: 'POST /v1/webhooks/{id}/rotate' });
      expect(await inSight(call)).toBe(false);
      await page.getByRole('navigation').getByRole('link', { name: 'Webhooks' }).tap();
      await page.getByRole('main').getByRole('link', { name: 'POST /v1/webhooks/{id}/rotate' }).tap();
      await expect.poll(() => inSight(call)).toBe(true);
      await page.getByRole('link', { name: 'Contents', exact: true }).tap();
      await expect.poll(() => inSight(page.getByLabel('Search calls'))).toBe(true);
      await leave();
      const visitor = await visit(browser, `${server.url}/docs`, screens.desktop, 'off');
      // The first stop of the keyboard leads past the contents.
      await visitor.page.keyboard.press('Tab');
      await visitor.page.keyboard.press('Enter');
      await visitor.page.keyboard.press('Tab');
      expect(await visitor.page.locator('main :focus').count()).toBe(1);
      await visitor.page.getByLabel('Search calls').fill('rotate');
      await visitor.page.getByRole('button', { name: 'Search' }).click();
      await visitor.page.getByRole('status').waitFor();
      expect(await visitor.page.getByRole('status').textContent()).toMatch(/^\d of \d+ calls/);
      await visitor.leave();
    } finally {
      await browser.close();
    }
  });
});
