import { beforeAll, expect, test } from 'vitest';
import { watch, watched } from '../../bench/window/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { publishLinks } from '../support/e2e-links.ts';
import { openOffice, patience, picturesOfFailures, type Office } from '../support/e2e.ts';

/** The benchmarks have 100,000; here it is about every row being the right one. */
const sample = 2_000;

let office: Office;
let workstation: Workstation;
let customers: readonly Customer[];
let underReview: readonly Customer[];
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample }, async opened => {
    office = opened;
    customers = await office.integrator.customers();
    underReview = customers.filter(({ status }) => status === 'UNDER_REVIEW');
    workstation = await office.startReady();
  }),
);

const grid = () => hands.queueGrid(workstation.page);
const selected = () => grid().getByRole('row', { selected: true });
const place = async (): Promise<number> => Number(await selected().getAttribute('aria-rowindex')) - 2;
const filters = () => workstation.page.getByRole('group', { name: 'Filters' });
const total = async (): Promise<number> => Number(await grid().getAttribute('aria-rowcount')) - 1;
/** The names in sight, from the top. */
const names = async (): Promise<readonly string[]> =>
  grid().locator('[role=row][id] [role=gridcell]:first-child button').allInnerTexts();
const choose = async (chip: string, option: string | RegExp): Promise<void> => {
  await filters().getByRole('button', { name: chip, exact: true }).click();
  await workstation.page.getByRole('checkbox', { name: option }).check({ force: true });
  await workstation.page.keyboard.press('Escape');
};

test('all cases are here, and the queue counts those under review', async () => {
  expect(await hands.casesHere(workstation.page)).toBe(sample);
  await expect.poll(total, patience).toBe(underReview.length);
});

test('End, Home and the page keys reach the last row, the first and those between', async () => {
  const { page } = workstation;
  await grid().focus();
  await page.keyboard.press('End');
  await expect.poll(place, patience).toBe(underReview.length - 1);
  await expect.poll(() => selected().getByRole('button').count(), patience).toBe(1);
  await page.keyboard.press('PageUp');
  const before = await place();
  expect(before).toBeLessThan(underReview.length - 5);
  await page.keyboard.press('PageDown');
  await expect.poll(place, patience).toBe(underReview.length - 1);
  await page.keyboard.press('Home');
  await expect.poll(place, patience).toBe(0);
  await page.keyboard.press('j');
  await expect.poll(place, patience).toBe(1);
});

test('a selected row that was scrolled out of sight is not pointed at; the next key comes back to it', async () => {
  const { page } = workstation;
  const pointedAt = () => grid().getAttribute('aria-activedescendant');
  await grid().focus();
  await page.keyboard.press('Home');
  await expect.poll(pointedAt, patience).toBe('case-0');
  const box = await grid().boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 300);
  await page.mouse.wheel(0, 2500);
  await expect.poll(pointedAt, patience).toBeNull();
  await page.keyboard.press('ArrowDown');
  await expect.poll(pointedAt, patience).toBe('case-1');
  expect(await grid().locator('#case-1').count()).toBe(1);
});

test('a fast scroll shows no frame without rows', async () => {
  const { page } = workstation;
  const list = await grid().boundingBox();
  expect(list).not.toBeNull();
  await page.mouse.move((list?.x ?? 0) + 300, (list?.y ?? 0) + 300);
  await watch(page);
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 900);
  const { frames, blank } = await watched(page);
  expect(frames).toBeGreaterThan(0);
  expect(blank).toBe(0);
  await grid().focus();
  await page.keyboard.press('Home');
});

test('sorted by risk the riskiest case is on top, and turned round the least risky', async () => {
  const scores = underReview.map(({ risk }) => Math.round(risk.score));
  const header = grid().getByRole('columnheader', { name: 'Risk' }).getByRole('button');
  const top = (): Promise<string> => grid().locator('#case-0').innerText();
  await header.click();
  await expect.poll(top, patience).toMatch(new RegExp(`\\b${Math.max(...scores)}\\b`));
  await header.click();
  await expect.poll(top, patience).toMatch(new RegExp(`Low ${Math.min(...scores)}\\b`));
});

test('filter chips narrow the list to exactly those cases, and clear', async () => {
  await choose('Kind', 'Business');
  const businesses = underReview.filter(({ kind }) => kind === 'business');
  await expect.poll(total, patience).toBe(businesses.length);
  await choose('Risk', 'High');
  const risky = businesses.filter(({ risk }) => risk.band === 'high');
  await expect.poll(total, patience).toBe(risky.length);
  await filters().getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(total, patience).toBe(sample);
});

test.each([
  ['Ng', /(^| )Ng( |$)/],
  ['田中', /田中/],
  ['Tanaka', /田中/],
  ['zoe lukasz', /^Zoë .*Łukasz/],
])('the search finds “%s” in any script', async (text, pattern) => {
  const expected = customers.filter(({ name }) => pattern.test(name)).map(({ name }) => name);
  expect(expected).not.toEqual([]);
  await hands.search(workstation.page, text);
  await workstation.page.locator('[role=grid][aria-busy=false]').waitFor();
  await expect.poll(total, patience).toBeGreaterThanOrEqual(expected.length);
  expect(await total()).toBeLessThan(sample / 4);
  // As far as they fit on the screen.
  if ((await total()) < 20) expect(await names()).toEqual(expect.arrayContaining(expected));
  else expect((await names()).some(name => pattern.test(name))).toBe(true);
});

test('of thousands of links those in sight are drawn, the last one is a key away, and no frame of a scroll is empty', async () => {
  const { page } = workstation;
  const many = 5_000;
  publishLinks(office.database, many);
  await page.evaluate(`window.sealdesk['sync.now']({})`);
  await hands.goToLinks(page);
  const list = hands.linksGrid(page);
  await expect.poll(() => list.getAttribute('aria-rowcount'), patience).toBe(String(many + 1));
  const rows = list.locator('[role=row][id]');
  const levels = () => rows.locator('[role=gridcell]:nth-child(3)').allInnerTexts();
  await expect.poll(async () => (await levels())[0], patience).toBe(`level ${many}`);
  const drawn = await rows.count();
  await list.focus();
  await page.keyboard.press('End');
  await expect.poll(async () => (await levels()).at(-1), patience).toBe('level 1');
  await page.keyboard.press('Home');
  await expect.poll(async () => (await levels())[0], patience).toBe(`level ${many}`);

  const box = await list.boundingBox();
  // As many as fit, and a few beyond each edge.
  expect(drawn).toBeLessThan((box?.height ?? 0) / 36 + 14);
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 300);
  await watch(page);
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 900);
  const { frames, blank } = await watched(page);
  expect(frames).toBeGreaterThan(0);
  expect(blank).toBe(0);
  expect(await rows.count()).toBeLessThanOrEqual(drawn + 14);
});

test('nothing was complained of on the way', () => {
  expect(workstation.complaints).toEqual([]);
});
