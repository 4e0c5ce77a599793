import { beforeAll, describe, expect, test } from 'vitest';
import { countries, fullName, personOf } from '../../../../src/backend/sample/people/index.ts';
import { randomOf } from '../../../../src/backend/sample/random.ts';
import {
  loadWatchlist,
  readWatchlist,
  shippedWatchlist,
  type ListEntry,
  type Watchlist,
} from '../../../../src/backend/providers/screening/index.ts';
import { fold } from '../../../../src/shared/domain/index.ts';
import { seededRandom } from '../../../support/random.ts';
import { company, outcomeOn, person, screen, those, value, type Asked } from '../../../support/screening.ts';

let watchlist: Watchlist;
const entries: ListEntry[] = [];
beforeAll(async () => {
  watchlist = await loadWatchlist(shippedWatchlist);
  for await (const entry of readWatchlist(shippedWatchlist)) entries.push(entry);
});

/** What the check says: all that it looks at of a case is given. */
const outcomeOf = (subject: object) => outcomeOn(subject, watchlist);
const hitsOn = (asked: Asked) => screen(person(asked), watchlist);

/** A letter left out, doubled, swapped with its neighbour or replaced, somewhere inside a word. */
function misspelt(name: string, random: ReturnType<typeof seededRandom>): string {
  const words = name.split(' ');
  const place = words.reduce(
    (best, word, index) => (word.length > (words[best]?.length ?? 0) ? index : best),
    0,
  );
  const letters = [...(words[place] ?? '')];
  const at = 1 + random.integer(letters.length - 2);
  const letter = letters[at] ?? '';
  const kinds = [[], [letter, letter], ['e'], [letters[at + 1] ?? '', letter]] as const;
  const kind = random.integer(4);
  letters.splice(at, kind === 3 ? 2 : 1, ...(kinds[kind] ?? []));
  words[place] = letters.join('');
  return words.join(' ');
}

/** What people make of a listed name: each a way that the list itself does not hold. */
function variantsOf(entry: ListEntry, seed: number): readonly Asked[] {
  const random = seededRandom(seed);
  const { name, datesOfBirth, countries: from } = entry;
  const words = name.split(/[\s-]+/);
  const [dateOfBirth] = datesOfBirth.filter(date => date.length === 10);
  const known = {
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(from[0] ? { country: from[0] } : {}),
  };
  const initials = words
    .map((word, place) => (place === words.length - 1 ? word : `${word[0] ?? ''}.`))
    .join(' ');
  return [
    { name },
    { name: name.toUpperCase() },
    { name: fold(name) },
    { name: words.toReversed().join(' ') },
    { name: `${words.at(-1) ?? ''}, ${words.slice(0, -1).join(' ')}` },
    { name: misspelt(name, random), ...known },
    { name: misspelt(name, random) },
    ...(words.length > 2 ? [{ name: [words[0], words.at(-1)].join(' '), ...known }] : []),
    ...(dateOfBirth === undefined ? [] : [{ name: initials, ...known }]),
    ...entry.aliases.map(alias => ({ name: alias, ...known })),
  ];
}

describe('[PRV-8] screening of the shipped list', () => {
  test('finds who is on it however the name is written, and hardly anybody else', async () => {
    const people = entries.filter(({ kind }) => kind === 'person');
    const asked = people.flatMap((entry, seed) => variantsOf(entry, seed).map(one => ({ entry, one })));
    const missed = await those(
      asked,
      async ({ entry, one }) => !(await hitsOn(one)).some(({ name }) => name === entry.name),
    );
    const strangers = Array.from({ length: 5000 }, (_, index) => {
      const random = randomOf('screening', index);
      const stranger = personOf(random.pick(countries), random, Date.UTC(2026, 0, 1));
      return { name: fullName(stranger), dateOfBirth: stranger.dateOfBirth, country: stranger.country.code };
    });
    const falsely = await those(strangers, async one => (await hitsOn(one)).length > 0);
    // Only one name of two is that of somebody listed.
    const halves = people.map((entry, index) => {
      const [first = ''] = entry.name.split(/[\s-]+/);
      const other = people[(index + 7) % people.length]?.name.split(/[\s-]+/).at(-1) ?? '';
      return { name: `${first} ${other}` };
    });
    const half = await those(halves, async one => (await hitsOn(one)).length > 0);

    const found = asked.length - missed.length;
    const recall = found / asked.length;
    const precision = found / (found + falsely.length + half.length);
    console.info(
      `screening: ${asked.length} variants of ${people.length} people, recall ${recall.toFixed(4)}, ` +
        `precision ${precision.toFixed(4)} against ${strangers.length + halves.length} others`,
    );
    expect(missed.map(({ one }) => one.name)).toEqual([]);
    expect(falsely).toEqual([]);
    expect(half).toEqual([]);
  });

  test('finds a name in another script than the list has it in', async () => {
    for (const name of [
      'Здравко Костадинович',
      'ЗДРАВКО КОСТАДИНОВИЋ',
      'Κωνσταντινος Παπαλεξανδρακης',
      '李伟忠',
      'محمد فاروق بلحجون',
    ])
      expect(await hitsOn({ name }), name).toHaveLength(1);
  });

  test('a date of birth that differs and a country that differs speak against it, those that agree for it', async () => {
    const scoreOf = async (asked: Omit<Asked, 'name'>) =>
      (await hitsOn({ name: 'Kwabena Ofosuhene Dartey', ...asked }))[0]?.score;
    expect(await scoreOf({})).toBe(85);
    expect(await scoreOf({ dateOfBirth: '1980-01-12' })).toBe(95);
    expect(await scoreOf({ dateOfBirth: '1980-06-01' })).toBe(91);
    expect(await scoreOf({ dateOfBirth: '1980-01-12', country: 'GHA' })).toBe(100);
    expect(await scoreOf({ country: 'NOR' })).toBe(80);
    expect(await scoreOf({ dateOfBirth: '1981-01-12' })).toBe(91);
  });

  test('another date of birth clears a name only where a document says that date too, and what was put aside is told', async () => {
    const asked = { name: 'Kwabena Ofosuhene Dartey', dateOfBirth: '1999-01-12' };
    expect(await hitsOn(asked)).toMatchObject([{ score: 70, matched: ['name'] }]);
    const read = (date: string) => ({
      ...person(asked),
      fields: {
        ...person(asked).fields,
        dateOfBirth: {
          value: asked.dateOfBirth,
          extracted: [{ value: date, source: 'mrz' as const, documentId: 'd', confidence: 1, page: 1 }],
        },
      },
    });
    expect(await screen(read('1999-01-12'), watchlist)).toEqual([]);
    const [near] = await screen(read('1999-01-13'), watchlist);
    expect(near).toBeDefined();
    expect(await outcomeOf(read('1999-01-12'))).toMatchObject({
      state: 'clear',
      findings: [
        {
          code: 'screening.putAside',
          message: expect.stringContaining('Kwabena Ofosuhene Dartey'),
          hitId: near?.id,
        },
      ],
    });
  });

  test('another country that nobody but the customer says clears no name either', async () => {
    const asked = { name: 'Kwabena Ofosuhene Dartey', dateOfBirth: '1999-01-12', country: 'NOR' };
    expect(await hitsOn(asked)).toMatchObject([{ score: 70, matched: ['name'] }]);
  });

  test('who is another one by a document is looked for under that name and date of birth too', async () => {
    const read = (text: string, source = 'mrz', documentId: string | null = 'd') => ({
      value: text,
      source,
      documentId,
    });
    const asked = (over: object) => ({
      id: 'somebody',
      kind: 'individual' as const,
      fields: {
        firstName: value('John'),
        lastName: value('Nobody'),
        dateOfBirth: value('1999-01-12'),
        nationality: value('GHA'),
        ...over,
      },
      screening: { hits: [] },
    });
    const named = {
      firstName: { value: 'John', extracted: [read('KWABENA OFOSUHENE')] },
      lastName: { value: 'Nobody', extracted: [read('DARTEY')] },
    };
    expect(await screen(asked({}), watchlist)).toEqual([]);
    expect(await screen(asked(named), watchlist)).toMatchObject([
      { score: 75, matched: ['document', 'name', 'country'] },
    ]);
    const dateOfBirth = { value: '1999-01-12', extracted: [read('1980-01-12')] };
    expect(await screen(asked({ ...named, dateOfBirth }), watchlist)).toMatchObject([
      { score: 100, matched: ['document', 'name', 'dateOfBirth', 'country'] },
    ]);
    // Only the last name is read: the first one is the one that was given.
    const half = { firstName: value('Kwabena'), lastName: { value: 'Nobody', extracted: [read('DARTEY')] } };
    expect(await screen(asked(half), watchlist)).toHaveLength(1);
    // The one letter has one name, the other another: they are not mixed.
    const mixed = {
      firstName: { value: 'John', extracted: [read('KWABENA', 'ocr', 'a')] },
      lastName: { value: 'Nobody', extracted: [read('DARTEY', 'ocr', 'b')] },
    };
    expect(await screen(asked(mixed), watchlist)).toEqual([]);
    const told = {
      firstName: { value: 'John', extracted: [read('Kwabena', 'sumsub', null)] },
      lastName: { value: 'Nobody', extracted: [read('Dartey', 'sumsub', null)] },
    };
    expect(await screen(asked(told), watchlist)).toMatchObject([
      { matched: ['imported', 'name', 'country'] },
    ]);
    const company = { value: 'Bakery Sunshine', extracted: [read('Golden Tamarind Minerals', 'text')] };
    const business = { id: 'b', kind: 'business', fields: { legalName: company }, screening: { hits: [] } };
    expect(await screen(business, watchlist)).toMatchObject([{ matched: ['document', 'name'] }]);
  });

  test('a name in letters that no list is compared in is clear to nobody, until a document says it in others', async () => {
    const names = [
      'კვაბენა დარტეი',
      'ᴋᴡᴀʙᴇɴᴀ ᴅᴀʀᴛᴇʏ',
      'Kw4b3n4 D4rt3y',
      'كوابينا دارتي',
      'Kwabena 李',
      '...',
      'ԟԙԣ',
      'Kwabena 🅳🅰🆁🆃🅴y',
    ];
    for (const name of names) {
      expect(await outcomeOf(person({ name })), name).toMatchObject({
        state: 'rfi',
        findings: [{ code: 'screening.notCompared' }],
      });
    }
    for (const name of [
      'Qwavena Foo',
      'Юлия Ким',
      'Əli Məmmədov',
      'Раҳмон Ҷӯраев',
      'Nguyễn Ư',
      'Γιώργος Ω',
    ]) {
      expect((await outcomeOf(person({ name }))).state, name).toBe('clear');
    }
    const read = (text: string) => [{ value: text, source: 'mrz', documentId: 'd' }];
    const fields = {
      firstName: { value: '伟', extracted: read('WEI') },
      lastName: { value: '王', extracted: read('WANG') },
    };
    expect((await outcomeOf({ ...person({ name: '' }), fields })).state).toBe('clear');
    // An owner is looked for as a company too, whose words may have digits: a person's name is not compared by that.
    const owned = (name: string) => ({
      ...company('Bakery Sunshine'),
      beneficialOwners: [{ id: 'o1', name, ownershipPercent: 100, isDirector: false }],
    });
    expect(await outcomeOf(owned('Kw4b3n4 D4rt3y'))).toMatchObject({
      state: 'rfi',
      findings: [{ code: 'screening.notCompared' }],
    });
    expect((await outcomeOf(owned('4Wheels Bakery GmbH'))).state).toBe('clear');
    // A trading name that can be read says nothing of the legal one.
    const business = {
      ...company('甲乙丙有限公司'),
      fields: { legalName: value('甲乙丙有限公司'), tradingName: value('Bakery') },
    };
    expect((await outcomeOf(business)).state).toBe('rfi');
    expect((await outcomeOf(company('3M Bakery® 24'))).state).toBe('clear');
  });

  test('what shows nothing, and signs within words, hide no name', async () => {
    const signs = [
      '\u02b9',
      '\u02bb',
      '\u00ad',
      '\u200b',
      '\u200d',
      '\u2060',
      '\ufeff',
      '\u200e',
      '\u3164',
      '\u034f',
      '.',
      '·',
    ];
    const people = entries.filter(({ kind, name }) => kind === 'person' && !name.includes('-')).slice(0, 8);
    const asked = signs.flatMap(sign =>
      people.flatMap(({ name }) =>
        // A sign at the border of two words stands between them or beside them.
        [...name].map((_, place) => ({ name, asked: `${name.slice(0, place)}${sign}${name.slice(place)}` })),
      ),
    );
    const missed = await those(
      asked,
      async one => !(await hitsOn({ name: one.asked })).some(hit => hit.name === one.name),
    );
    expect(missed).toEqual([]);
    const split = { firstName: value('Kwa bena Ofosu hene'), lastName: value('Dar tey') };
    expect(await screen({ ...person({ name: '' }), fields: split }, watchlist)).toHaveLength(1);
  });

  test('a company is found without its legal form, and no person by a company’s name', async () => {
    expect(await screen(company('Northern Meridian Shipping'), watchlist)).toHaveLength(1);
    expect(await screen(company('GRUENWALDAU STAHLKONTOR AG', 'DEU'), watchlist)).toMatchObject([
      { matched: ['name', 'country'] },
    ]);
    expect(await screen(company('Sibirtehnokompleks'), watchlist)).toHaveLength(1);
    expect(await screen(company('Ltd'), watchlist)).toEqual([]);
    expect(await hitsOn({ name: 'Northern Meridian Shipping' })).toEqual([]);
  });

  test('an owner is screened as a person of their own', async () => {
    const owner = {
      id: 'o1',
      name: 'A. Kreuzwendedich',
      dateOfBirth: '1961-05-15',
      nationality: 'DEU',
      ownershipPercent: 50,
      isDirector: true,
    };
    const hits = await screen({ ...company('Bakery Sunshine'), beneficialOwners: [owner] }, watchlist);
    expect(hits).toMatchObject([
      { name: 'Anneliese Kreuzwendedich', matched: ['owner', 'name', 'dateOfBirth', 'country'] },
    ]);
  });

  test('an owner may be a company, and a company may be called after a person', async () => {
    const owner = (name: string) => ({ id: 'o1', name, ownershipPercent: 100, isDirector: false });
    const owned = async (name: string) =>
      screen({ ...company('Bakery Sunshine'), beneficialOwners: [owner(name)] }, watchlist);
    expect(await owned('Golden Tamarind Minerals SARL')).toMatchObject([{ matched: ['owner', 'name'] }]);
    expect(await owned('Stahlkontor Grünwaldau')).toHaveLength(1);
    expect(await screen(company('Kwabena Dartey Trading GmbH'), watchlist)).toMatchObject([
      { name: 'Kwabena Ofosuhene Dartey', matched: ['name'] },
    ]);
    expect(await screen(company('Kwabena Dartey Consulting e.K.'), watchlist)).toHaveLength(1);
    expect(await screen(company('Dartey Trading GmbH'), watchlist)).toEqual([]);
  });

  test('a hit keeps its id and what people made of it until it says something else; hits of other lists stay', async () => {
    const asked = { name: 'Kwabena Dartey', country: 'GHA' };
    const [hit] = await hitsOn(asked);
    if (!hit) throw new Error('no hit');
    const dismissed = { ...hit, resolution: 'falsePositive' as const };
    const foreign = { ...hit, id: 'other', listName: 'Another list' };
    const again = (one: Asked) =>
      screen({ ...person(one), screening: { hits: [dismissed, foreign] } }, watchlist);
    expect(await again(asked)).toEqual([foreign, dismissed]);
    const nearer = await again({ ...asked, dateOfBirth: '1980-01-12' });
    expect(nearer[1]).toMatchObject({ id: hit.id });
    expect(nearer[1]?.resolution).toBeUndefined();
  });
});
