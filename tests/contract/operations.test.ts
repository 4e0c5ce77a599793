import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints } from '../../src/shared/api/index.ts';
import { isTooWide, openBrowser, screens, violationsOn, visit } from '../support/applicant-browser.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { caseUnderReview, createCustomer } from '../support/backend-customers.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ tenantName: 'Peculiar Tenant' })));
afterAll(() => server.close());

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

  test('are not there for anybody whom a proxy lets through', async () => {
    expect((await metrics()).headers.get('content-type')).toContain('text/plain');
    expect((await metrics({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    expect((await metrics({ forwarded: 'for=203.0.113.9' })).status).toBe(404);
  });
});

describe('[OPS-2] the reference', () => {
  test('has every call, and shows those that hold the words that are looked for', async () => {
    const page = await (await fetch(`${server.url}/docs`)).text();
    for (const name of Object.keys(endpoints)) expect(page).toContain(`id="${name}"`);
    const found = await (await fetch(`${server.url}/docs?q=consistency+log`)).text();
    expect(found).toContain('id="audit.consistency"');
    expect(found).not.toContain('id="customers.create"');
    const hostile = await (
      await fetch(`${server.url}/docs?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    ).text();
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
        // The rules look at a part: the whole has thousands of cells of one kind.
        const part = await visit(browser, `${server.url}/docs?q=links.create`, screen);
        expect(await violationsOn(part.page)).toEqual([]);
        await part.leave();
      }
      const visitor = await visit(browser, `${server.url}/docs`, screens.desktop, 'off');
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
