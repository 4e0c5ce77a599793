import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { countries, fullName, personOf } from '../../../../src/backend/sample/people/index.ts';
import { randomOf } from '../../../../src/backend/sample/random.ts';
import { hashesOf } from '../../../../src/backend/providers/rescreening/digest.ts';
import {
  hitsWith,
  loadWatchlist,
  readWatchlist,
  shippedWatchlist,
  type ListEntry,
  type Watchlist,
} from '../../../../src/backend/providers/screening/index.ts';
import { company, outcomeOn, person, screen, those } from '../../../support/screening.ts';

let watchlist: Watchlist;
beforeAll(async () => void (watchlist = await loadWatchlist(shippedWatchlist)));

describe('[PRV-8] screening of a list of one', () => {
  const listWith = async (...rows: readonly string[]) => {
    const directory = await mkdtemp(join(tmpdir(), 'sealdesk-watchlist-'));
    const file = join(directory, 'list.csv');
    await writeFile(file, `id,list,type,name\n${rows.join('\n')}\n`);
    const list = await loadWatchlist(file);
    await rm(directory, { recursive: true });
    return list;
  };
  const listOf = (name: string, type: ListEntry['kind']) => listWith(`1,A,${type},${name}`);
  const isFound = async (listed: string, asked: string, type: ListEntry['kind'] = 'person') =>
    (
      await screen(
        type === 'person' ? person({ name: asked }) : company(asked),
        await listOf(`"${listed}"`, type),
      )
    ).length > 0;

  test.each([
    ['Osama bin Laden', 'Osama Binladen'],
    ['Ayman al-Zawahiri', 'Ayman Alzawahiri'],
    ['Abu Bakr al-Baghdadi', 'Abubakr Albaghdadi'],
    ['Juan de la Cruz', 'Juan Delacruz'],
    ['Piet van den Berg', 'Piet Vandenberg'],
    ['Omar Abd al-Rahman', 'Omar Abdulrahman'],
    ['Sukarno', 'Ahmed Sukarno'],
    ['محمد فاروق', 'محـــمد فاروق'],
    ['علي كريمي', 'علی کریمی'],
    ['John Smith', 'Jon Smith'],
    ['Sergey Lavrov', 'Serge Lavroff'],
    ['Alexander Lukashenko', 'Aljaksandr Lukaschenka'],
    ['Nikolai Patrushev', 'Nikolay Patrouchev'],
    ['Vladimir Petrin', 'Vladimir Реtrіn'],
    ['Vladimir Petrin', 'Vlʹadʹimʹir Pʹetʹrin'],
    ['Vladimir Vladimirovich Petrin', 'Vladimir Somebody Else Petrin'],
    ['Emomali Rahmonov', 'Эмомалӣ Раҳмонов'],
  ])('finds a person: %s is %s', async (listed, asked) => {
    expect(await isFound(listed, asked)).toBe(true);
    expect(await isFound(asked, listed)).toBe(listed !== 'Sukarno');
  });

  test.each([
    ['Rosneft Oil Company', 'Rosneft GmbH', true],
    ['Sberbank of Russia', 'Sberbank', true],
    ['VTB Bank', 'VTB', true],
    ['Wagner Group', 'PMC Wagner', true],
    ['Rosneft Oil Company', 'Public Joint Stock Company Rosneft', true],
    ['Rosneft Oil Company', 'Rosneft Trading SA', true],
    ['Rosneft', 'Rosneft Oil Trading International Services Ltd', true],
    ['OPEN JOINT STOCK COMPANY SBERBANK', 'Sberbank', true],
    ['Rosneft Oil Company', 'ПАО НК Роснефть', true],
    ['Gazprombank', 'Gazprombank Spółka z ograniczoną odpowiedzialnością', true],
    ['Mahan Air', 'Mahan Airlines S.A. de C.V.', true],
    ['Wagner', 'Maria Wagner Bakery Sunshine', false],
    ['Northern Star', 'Golden Star', false],
    ['Meridian Shipping', 'Shipping GmbH', false],
    ['Meridian Shipping', 'Atlas Shipping', false],
  ])('takes a company by its telling word: %s, %s', async (listed, asked, is) => {
    expect(await isFound(listed, asked, 'organisation')).toBe(is);
  });

  test.each([
    ['Xin Yi Ong', 'Ákos Nagy'],
    ['Erzsébet Szűcs', 'Rocío Báez'],
    ['Rhys Ng', 'Örs Nagy'],
  ])('takes nobody for another by their consonants alone: %s, %s', async (listed, asked) => {
    expect(await isFound(listed, asked)).toBe(false);
  });

  test('an owner of many words is not the company of one of them', async () => {
    const list = await listOf('Wagner Group', 'organisation');
    const owned = async (name: string) =>
      screen({ ...company('Bakery'), beneficialOwners: [{ id: 'o', name, ownershipPercent: 100, isDirector: true }] }, list); // prettier-ignore
    expect(await owned('Maria Wagner')).toEqual([]);
    expect(await owned('PMC Wagner Group')).toHaveLength(1);
  });

  test('an owner of one word may be the company that is known by it; names of people drown nobody in matches', async () => {
    const owned = (name: string, list: Watchlist) =>
      screen({ ...company('Bakery'), beneficialOwners: [{ id: 'o', name, ownershipPercent: 100, isDirector: false }] }, list); // prettier-ignore
    const bank = await listOf('Sberbank of Russia', 'organisation');
    expect(await owned('Sberbank', bank)).toMatchObject([{ score: 76, matched: ['owner', 'name'] }]);
    expect(await owned('Сбербанк', bank)).toHaveLength(1);
    expect(await owned('Maria Sberbank', bank)).toEqual([]);
    const strangers = Array.from({ length: 2000 }, (_, index) => {
      const random = randomOf('owners of one word', index);
      const { firstName, lastName } = personOf(random.pick(countries), random, Date.UTC(2026, 0, 1));
      return [firstName.latin, lastName.latin];
    });
    const single = new Set(strangers.flat().filter(name => !/[\s-]/.test(name)));
    expect(single.size).toBeGreaterThan(200);
    expect(await those([...single], async name => (await owned(name, watchlist)).length > 0)).toEqual([]);
  });

  test('of more matches than anybody looks at the best are told, and that there are more', async () => {
    const rows = Array.from({ length: 150 }, (_, n) => `${n},A,person,${n < 3 ? 'Adam' : 'Adem'} Testname`);
    const list = await listWith(...rows);
    const outcome = await outcomeOn(person({ name: 'Adam Testname' }), list);
    expect(outcome.hits).toHaveLength(100);
    expect(outcome.hits?.slice(0, 3).map(({ name }) => name)).toEqual(Array(3).fill('Adam Testname'));
    expect(outcome.findings).toMatchObject([
      { code: 'compliance.watchlistMatch' },
      { code: 'screening.manyMatches', count: 50, message: expect.stringContaining('50 more') },
    ]);
    const hits = (outcome.hits ?? []).map(hit => ({ ...hit, resolution: 'falsePositive' as const }));
    const again = { ...person({ name: 'Adam Testname' }), screening: { hits } };
    expect((await outcomeOn(again, list)).state).toBe('alert');
  });

  test('a hit that people looked at stays, however many better ones there are', async () => {
    const near = await listWith('near,A,person,Adem Testname');
    const [hit] = await screen(person({ name: 'Adam Testname' }), near);
    if (!hit) throw new Error('no hit');
    const marked = { ...hit, resolution: 'match' as const };
    const asked = { ...person({ name: 'Adam Testname' }), screening: { hits: [marked] } };
    const better = Array.from({ length: 120 }, (_, n) => `${n},A,person,Adam Testname`);
    const list = await listWith(...better, 'near,A,person,Adem Testname');
    const outcome = await outcomeOn(asked, list);
    expect(outcome.hits).toHaveLength(101);
    expect(outcome.hits).toContainEqual(marked);
    expect(outcome.findings.at(-1)?.message).toContain('20 more');
    // Among entries that changed as well, and what is left out is counted.
    const told = await hitsWith(asked, list, new AbortController().signal);
    expect(told).toMatchObject({ more: 20 });
    expect(told?.hits).toHaveLength(101);
    expect(told?.hits).toContainEqual(marked);
  });

  test('a hit that people marked stays with that where nothing like it is found any more; one that nobody marked goes', async () => {
    const list = await listOf('Adam Testname', 'person');
    const [hit] = await screen(person({ name: 'Adam Testname' }), list);
    if (!hit) throw new Error('no hit');
    const marks = ['match', 'inconclusive', 'falsePositive'] as const;
    const marked = marks.map(resolution => ({ ...hit, id: resolution, resolution }));
    const patched = { ...person({ name: 'Somebody Else' }), screening: { hits: [...marked, hit] } };
    const outcome = await outcomeOn(patched, list);
    expect(outcome.hits).toEqual(marked);
    expect(outcome).toMatchObject({ state: 'alert', findings: [{ code: 'compliance.watchlistMatch' }] });
    // Taken off the list, too.
    const gone = await listOf('Nobody Special', 'person');
    const asked = { ...person({ name: 'Adam Testname' }), screening: { hits: [...marked, hit] } };
    expect((await outcomeOn(asked, gone)).hits).toEqual(marked);
  });

  test('[PRV-30] of matches beyond the hundred that are told none is told again, until one of them is among the best', async () => {
    const signal = new AbortController().signal;
    const asked = person({ name: 'Adam Testname' });
    const rows = Array.from({ length: 150 }, (_, n) => `${n},A,person,Adem Testname`);
    const list = await listWith(...rows);
    const first = await hitsWith(asked, list, signal);
    expect([first?.hits.length, first?.fresh.length, first?.more]).toEqual([100, 100, 50]);
    const hits = first?.hits ?? [];
    expect(await hitsWith({ ...asked, screening: { hits: [...hits] } }, list, signal)).toBeUndefined();

    const better = await listWith(...rows, 'better,A,person,Adam Testname');
    const next = await hitsWith({ ...asked, screening: { hits: [...hits] } }, better, signal);
    expect([next?.hits.length, next?.more]).toEqual([100, 51]);
    expect(next?.fresh).toMatchObject([{ name: 'Adam Testname' }]);
    expect(next?.hits[0]).toEqual(next?.fresh[0]);
    // Who was marked stays beside them, and makes room for one more.
    const marked = hits.map((hit, place) => (place === 0 ? { ...hit, resolution: 'match' as const } : hit));
    const beside = await hitsWith({ ...asked, screening: { hits: marked } }, list, signal);
    expect([beside?.hits.length, beside?.fresh.length, beside?.more]).toEqual([101, 1, 49]);
    expect(beside?.hits).toContainEqual(marked[0]);
  });

  test('[PRV-30] that there are more than the hundred is told once, also where the first beyond them comes later', async () => {
    const signal = new AbortController().signal;
    const rows = Array.from({ length: 100 }, (_, n) => `${n},A,person,Adam Testname`);
    const hits = await screen(person({ name: 'Adam Testname' }), await listWith(...rows));
    expect(hits).toHaveLength(100);
    const lower = await listWith('lower,A,person,Adem Testname');
    const told = (state: 'alert' | 'error', ...codes: readonly string[]) => {
      const findings = codes.map(code => ({ code, message: code }));
      const providers = [{ name: 'screening', state, findings }];
      return hitsWith({ ...person({ name: 'Adam Testname' }), screening: { hits: [...hits] }, providers }, lower, signal); // prettier-ignore
    };
    expect(await told('alert', 'compliance.watchlistMatch')).toMatchObject({ more: 1, fresh: [] });
    expect(await told('alert', 'compliance.watchlistMatch', 'screening.manyMatches')).toBeUndefined();
    // One that could not be made says nothing of hits.
    expect(await told('error', 'provider.unavailable')).toBeUndefined();
  });

  test('hits of lists that are not searched stay, however many better ones changed entries bring', async () => {
    const rows = Array.from({ length: 120 }, (_, n) => `${n},A,person,Adam Testname`);
    const elsewhere = { id: 'e', listName: 'Elsewhere', name: 'Adam T.', score: 71, matched: ['name'] };
    const asked = { ...person({ name: 'Adam Testname' }), screening: { hits: [elsewhere] } };
    const told = await hitsWith(asked, await listWith(...rows), new AbortController().signal);
    expect(told).toMatchObject({ more: 20 });
    expect(told?.hits).toHaveLength(101);
    expect(told?.hits).toContainEqual(elsewhere);
  });

  test('[PRV-30] a hit with the same score for other reasons, or by another name, is another one: no mark stays on it', async () => {
    const asked = person({ name: 'Adam Testname', dateOfBirth: '1971-03-04', country: 'BEL' });
    const list = await listWith('1,A,person,Adam Testname');
    const [hit] = await screen(asked, list);
    if (!hit) throw new Error('no hit');
    for (const other of [{ matched: ['name', 'country'] }, { name: 'Somebody Else' }]) {
      const before = { ...hit, ...other, resolution: 'falsePositive' as const };
      const marked = { ...asked, screening: { hits: [before] } };
      const told = await hitsWith(marked, list, new AbortController().signal);
      expect(told).toEqual({ hits: [hit], more: 0, fresh: [hit] });
      expect(await screen(marked, list)).toEqual([hit]);
    }
  });

  test('[PRV-30] of an entry in several rows the same is told in whatever order they come: no mark goes, and nothing has changed', async () => {
    const asked = person({ name: 'Adam Testname' });
    const rows = ['1,A,person,Testname Adam', '1,A,person,Adam Testname', '1,A,person,"Testname, Adam"'];
    const [list, other] = [await listWith(...rows), await listWith(...rows.toReversed())];
    const [hit] = await screen(asked, list);
    if (!hit) throw new Error('no hit');
    expect(await screen(asked, other)).toEqual([hit]);
    const marked = { ...hit, resolution: 'falsePositive' as const };
    const before = { ...asked, screening: { hits: [marked] } };
    expect(await screen(before, other)).toEqual([marked]);
    expect(await hitsWith(before, other, new AbortController().signal)).toBeUndefined();
    expect(hashesOf(other.entries)).toEqual(hashesOf(list.entries));
    expect(hashesOf((await listWith(...rows.slice(1))).entries)).not.toEqual(hashesOf(list.entries));
  });

  test('[PRV-30] a row that is as good takes the place of no hit that the case has, nor its mark', async () => {
    const signal = new AbortController().signal;
    const asked = person({ name: 'Adam Testname' });
    const rows = ['1,A,person,Testname Adam', '1,A,person,Adam Testname'];
    for (const [first, later] of [rows, rows.toReversed()]) {
      const [hit] = await screen(asked, await listWith(first ?? ''));
      if (!hit) throw new Error('no hit');
      const marked = { ...hit, resolution: 'falsePositive' as const };
      const before = { ...asked, screening: { hits: [marked] } };
      for (const order of [
        [first, later],
        [later, first],
      ]) {
        const list = await listWith(...order.map(String));
        expect(await screen(before, list)).toEqual([marked]);
        expect(await hitsWith(before, list, signal)).toBeUndefined();
      }
    }
  });

  test('[PRV-30] nor does another name of the same customer that is as good', async () => {
    const list = await listOf('Adam Testname', 'person');
    const read = (...names: readonly string[]) => {
      const fields = { firstName: { value: names[0] ?? '', extracted: names.slice(1).map(name => ({ value: name, source: 'mrz', documentId: 'd' })) } }; // prettier-ignore
      return { ...person({ name: '' }), fields };
    };
    const [hit] = await screen(read('Somebody Else', 'Adam Testname'), list);
    if (!hit) throw new Error('no hit');
    const marked = { ...hit, resolution: 'falsePositive' as const };
    const before = { ...read('Testname Adam', 'Adam Testname'), screening: { hits: [marked] } };
    expect(await screen(before, list)).toEqual([marked]);
  });

  test('one word of a person’s name is none', async () => {
    expect(await isFound('Hannah Sukarno', 'Ahmed Sukarno')).toBe(false);
    expect(await isFound('Hannah Sukarno', 'Sukarno')).toBe(false);
  });
});

describe('[PRV-8] screening of many', () => {
  test('a business of hundreds of owners leaves turns to others, and can be ended', async () => {
    const owners = Array.from({ length: 200 }, (_, place) => ({
      id: `o${place}`,
      name: 'Mohammed Wagner '.repeat(60).trim(),
      dateOfBirth: null,
      nationality: null,
      ownershipPercent: 0.5,
      isDirector: false,
    }));
    const business = { ...company('Bakery Sunshine'), beneficialOwners: owners };
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const { state, findings } = await outcomeOn(business, watchlist);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
    // What is too long to be compared whole is no clear case.
    expect(state).toBe('alert');
    expect(findings.map(({ code }) => code)).toContain('screening.longName');
    await expect(outcomeOn(business, watchlist, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});

describe('a watchlist file', () => {
  const read = async (text: string | Uint8Array): Promise<readonly ListEntry[]> => {
    const directory = await mkdtemp(join(tmpdir(), 'sealdesk-watchlist-'));
    try {
      const file = join(directory, 'list.csv');
      await writeFile(file, text);
      const rows: ListEntry[] = [];
      for await (const row of readWatchlist(file)) rows.push(row);
      return rows;
    } finally {
      await rm(directory, { recursive: true });
    }
  };
  const header = 'id,list,type,name,aliases,dateOfBirth,countries\n';

  test('may leave columns empty, quote commas and begin with a byte order mark', async () => {
    expect(await read(`\ufeff${header}1,A,person,"Doe, Jane",,,\n`)).toEqual([
      { id: '1', list: 'A', kind: 'person', name: 'Doe, Jane', aliases: [], datesOfBirth: [], countries: [] },
    ]);
  });

  test('with a row that is wrong is refused whole, with its line', async () => {
    await expect(read(`${header}1,A,person,Jane,,,\n2,A,ship,Tub,,,\n`)).rejects.toThrow(/line 3: type/);
    await expect(read(`${header}1,A,person,Jane,,12.1.1980,\n`)).rejects.toThrow(/line 2: dateOfBirth/);
    await expect(read(`${header}1,A,person,Jane,,,Ghana\n`)).rejects.toThrow(/line 2: countries/);
    await expect(read('name\nJane\n')).rejects.toThrow(/watchlist/);
    await expect(read(`${header}1,A,person,"  -, .",,,\n`)).rejects.toThrow(/line 2: name/);
    await expect(read(`${header}1,A,person,"Jane,,,\n`)).rejects.toThrow(/watchlist/);
    // Of another encoding the letters that matter would be left away.
    const latin1 = Buffer.from(`${header}1,A,person,Jürgen,,,\n`, 'latin1');
    await expect(read(latin1)).rejects.toThrow(/line 2: name not UTF-8/);
    await expect(read(Buffer.from(`${header}1,A,person,Jane,Jürgen,,\n`, 'latin1'))).rejects.toThrow(
      /line 2/,
    );
    await expect(loadWatchlist('/nowhere/list.csv')).rejects.toThrow(/watchlist/);
  });

  test('that names nobody is refused: a file that was cut off would clear everybody', async () => {
    await expect(read('')).rejects.toThrow(/nobody/);
    await expect(read(header)).rejects.toThrow(/nobody/);
  });

  test('of 100,000 rows is read in seconds, and screens a name in milliseconds of processor time', async () => {
    const random = randomOf('long list');
    const lines = Array.from({ length: 100_000 }, (_, index) => {
      const { firstName, middleName, lastName, dateOfBirth, country } = personOf(
        random.pick(countries),
        random,
        Date.UTC(2026, 0, 1),
      );
      const name = [
        firstName.latin,
        middleName?.latin ?? '',
        `${lastName.latin}${index % 5 === 0 ? '' : 'ovabcdefgh'.charAt(index % 10)}`,
      ]
        .filter(part => part !== '')
        .join(' ');
      return `${index},Long,person,"${name}",,${dateOfBirth},${country.code}`;
    });
    const directory = await mkdtemp(join(tmpdir(), 'sealdesk-watchlist-'));
    const file = join(directory, 'list.csv');
    await writeFile(file, `${header}${lines.join('\n')}\n`);
    const before = process.threadCpuUsage();
    const long = await loadWatchlist(file);
    const loaded = process.threadCpuUsage(before).user / 1000;
    await rm(directory, { recursive: true });
    expect(long.index.size).toBe(100_000);
    const asked = Array.from({ length: 50 }, (_, index) => {
      const one = personOf(random.pick(countries), random, Date.UTC(2026, 0, 1), 1000 + index);
      return person({ name: fullName(one), dateOfBirth: one.dateOfBirth, country: one.country.code });
    });
    const start = process.threadCpuUsage();
    for (const one of asked) await screen(one, long);
    const each = process.threadCpuUsage(start).user / 1000 / asked.length;
    console.info(
      `screening: 100,000 rows read in ${loaded.toFixed(0)} ms, a name in ${each.toFixed(1)} ms of processor time`,
    );
    expect(each).toBeLessThan(100);
  });
});
