import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisionOf } from '../../../../src/backend/providers/checks/decide.ts';
import { runSettled } from '../../../../src/backend/providers/checks/run.ts';
import {
  hasTwoSides,
  riskBandOf,
  shippedLevels,
  verificationStatusSchema,
  type Customer,
  type Document,
  type DocumentType,
  type ExtractedValue,
  type Level,
} from '../../../../src/shared/domain/index.ts';

function levelOf(id: string): Level {
  const level = shippedLevels.find(one => one.id === id);
  if (!level) throw new Error('it is shipped');
  return level;
}
const basic = levelOf('kyc-basic');

const now = '2026-11-21T12:00:00.000Z';
const later = '2026-11-21T12:30:00.000Z';
const given = Object.fromEntries(basic.fields.map(({ key }) => [key, { value: 'x', extracted: [] }]));
const standing = { decides: true, alarmed: false, alarms: false, rounds: 0 };

const clean: Customer = {
  id: 'c',
  kind: 'individual',
  levelId: basic.id,
  levelVersion: 1,
  name: 'Somebody',
  status: 'UNDER_REVIEW',
  reviewStatus: 'Pending',
  leadStatus: 'under_review',
  version: 3,
  fields: given,
  documents: [],
  providers: basic.checks.map(name => ({ name, state: 'clear', findings: [] })),
  screening: { hits: [] },
  risk: { score: 0, band: 'low', factors: [] },
  createdAt: now,
  updatedAt: now,
};

const decide = (over: Partial<Customer> = {}, level = basic, how = standing) =>
  decisionOf({ ...clean, ...over }, level, how, now);

describe('[PRV-2] what follows from checks', () => {
  test('of a clean case below the threshold is an approval', () => {
    expect(decide()).toEqual({ kind: 'approve' });
    expect(decide({ risk: { score: 19, band: 'low', factors: [] } })).toEqual({ kind: 'approve' });
  });

  test.each([
    ['a risk at the threshold', decide({ risk: { score: 20, band: 'low', factors: [] } }), 'risk'],
    [
      'a hit',
      decide({ screening: { hits: [{ id: 'h', listName: 'L', name: 'N', score: 80, matched: [] }] } }),
      'hits',
    ],
    ['a missing field', decide({ fields: { ...given, email: { value: null, extracted: [] } } }), 'missing'],
    ['a check that is not there', decide({ providers: clean.providers.slice(1) }), 'none:data'],
    [
      'a declared public office',
      decide({ fields: { ...given, politicallyExposed: { value: 'true', extracted: [] } } }),
      'politicallyExposed',
    ],
    [
      'a nationality under increased monitoring',
      decide({ fields: { ...given, nationality: { value: 'SYR', extracted: [] } } }),
      'listedCountry:increasedMonitoring',
    ],
    [
      'a residence in a country with a call for action',
      decide({ fields: { ...given, countryOfResidence: { value: 'PRK', extracted: [] } } }),
      'listedCountry:callForAction',
    ],
    [
      'an owner from a listed country',
      decide({
        beneficialOwners: [
          { id: 'o', name: 'Somebody', ownershipPercent: 100, isDirector: false, nationality: 'YEM' },
        ],
      }),
      'listedCountry:increasedMonitoring',
    ],
    [
      'a birthday that has not begun everywhere',
      decide({ fields: { ...given, dateOfBirth: { value: '2008-11-21', extracted: [] } } }),
      'mayBeMinor',
    ],
    ['four eyes', decide({}, { ...basic, fourEyes: true }), 'fourEyes'],
    [
      'a level without a threshold',
      decide({}, { ...basic, autoApproveBelow: null }),
      'levelLeavesItToPeople',
    ],
    ['somebody who looks after it', decide({ assignee: 'anna' }), 'assigned'],
    [
      'an open check',
      decide({ check: { id: 'k', by: 'anna', startedAt: now, expiresAt: later } }),
      'claimed',
    ],
    [
      'a second approval',
      decide({ awaitingSecondApproval: { commandId: 'k', by: 'anna' } }),
      'awaitingSecondApproval',
    ],
    ['an earlier alarm', decide({}, basic, { ...standing, alarmed: true }), 'alarmed'],
    ['a case left to people', decide({}, basic, { ...standing, decides: false }), 'leftToPeople'],
  ] as const)('%s leaves it to people', (_what, decision, why) => {
    expect(decision).toEqual({ kind: 'people', why: [why] });
  });

  test('a hit that was dismissed and a check whose lease ran out do not hold it up', () => {
    const hit = {
      id: 'h',
      listName: 'L',
      name: 'N',
      score: 80,
      matched: [],
      resolution: 'falsePositive' as const,
    };
    expect(decide({ screening: { hits: [hit] } })).toEqual({ kind: 'approve' });
    expect(decide({ check: { id: 'k', by: 'anna', startedAt: now, expiresAt: now } })).toEqual({
      kind: 'approve',
    });
  });

  test('is only asked for what a customer can give, with reasons that customers are told', () => {
    const findings = [
      { code: 'dataMismatch.fullName', item: 'field:lastName', message: '' },
      { code: 'dataMismatch.crossDocument', item: 'field:lastName', message: '' },
      { code: 'badDocument.expired', item: 'document:gone', message: '' },
      { code: 'dataMismatch.fullName', item: 'field:shoeSize', message: '' },
      { code: 'dataMismatch.fullName', item: 'documentType:napkin', message: '' },
      { code: 'ownership.totalNot100', item: 'field:beneficialOwners', message: '' },
      { code: 'ownership.totalNot100', item: 'owner:nobody', message: '' },
      { code: 'data.implausible', item: 'field:email', message: '' },
      { code: 'badDocument.damaged', message: '' },
    ];
    const providers = [
      { name: 'data', state: 'rfi' as const, findings },
      { name: 'screening', state: 'clear' as const, findings: [] },
    ];
    expect(decide({ providers })).toEqual({
      kind: 'ask',
      items: [{ item: 'field:lastName', reasons: ['dataMismatch.fullName', 'dataMismatch.crossDocument'] }],
    });
    const nothing = [
      { name: 'data', state: 'rfi' as const, findings: findings.slice(-2) },
      ...providers.slice(1),
    ];
    expect(decide({ providers: nothing })).toEqual({ kind: 'people', why: ['rfi:data'] });
  });

  test('[PRV-5] is not asked for over the head of whoever looks after the case, had asked last or rejected it', () => {
    const findings = [{ code: 'dataMismatch.fullName', item: 'field:lastName', message: '' }];
    const providers = [{ name: 'data', state: 'rfi' as const, findings }, ...clean.providers.slice(1)];
    const at = '2026-11-20T09:00:00.000Z';
    const askedByAnna = {
      rfi: { id: 'r', openedAt: at, items: [] },
      lastReview: { outcome: 'resubmission' as const, verdicts: [], tags: [], at, by: 'anna' },
    };
    expect(decide({ providers })).toMatchObject({ kind: 'ask' });
    expect(decide({ providers, assignee: 'anna' })).toEqual({
      kind: 'people',
      why: ['rfi:data', 'assigned'],
    });
    expect(decide({ providers, ...askedByAnna })).toEqual({
      kind: 'people',
      why: ['rfi:data', 'askedByPeople'],
    });
    const lastReview = { outcome: 'reject' as const, verdicts: [], tags: [], at, by: 'anna' };
    expect(decide({ providers, lastReview })).toEqual({
      kind: 'people',
      why: ['rfi:data', 'rejectedByPeople'],
    });
  });

  test('is never an approval unless everything is clear, whatever else there is', () => {
    const state = fc.constantFrom(
      'pending' as const,
      'clear' as const,
      'rfi' as const,
      'alert' as const,
      'error' as const,
    );
    const some = fc.record({
      status: fc.constantFrom(...verificationStatusSchema.options),
      providers: fc.tuple(state, state).map(([data, screening]) => [
        { name: 'data', state: data, findings: [] },
        { name: 'screening', state: screening, findings: [] },
      ]),
      risk: fc.nat(100).map(score => ({ score, band: riskBandOf(score), factors: [] })),
    });
    const how = fc.record({
      decides: fc.boolean(),
      alarmed: fc.boolean(),
      alarms: fc.boolean(),
      rounds: fc.nat(3),
    });
    fc.assert(
      fc.property(some, how, fc.option(fc.nat(100)), (over, standingNow, below) => {
        const { kind } = decisionOf(
          { ...clean, ...over },
          { ...basic, autoApproveBelow: below },
          standingNow,
          now,
        );
        const states = over.providers.map(one => one.state);
        const fine =
          over.status === 'UNDER_REVIEW' &&
          states.every(one => one === 'clear') &&
          below !== null &&
          over.risk.score < below &&
          standingNow.decides &&
          !standingNow.alarmed;
        expect(kind === 'approve').toBe(fine);
        const isAway = over.status === 'ACTIVE' || over.status === 'NEEDS_ADDITIONAL_INFORMATION';
        if (isAway && standingNow.alarms) expect(kind).toBe('review');
        else if (states.includes('pending')) expect(kind).toBe('wait');
      }),
    );
  });
});

describe('[PRV-15] an approval that no person makes', () => {
  const enhanced = levelOf('kyc-enhanced');
  const ofCompany = { ...levelOf('kyb-standard'), autoApproveBelow: 10 };
  const types = ['passport', 'national_id', 'driving_licence', 'proof_of_address', 'utility_bill', 'selfie', 'bank_statement'] as const; // prettier-ignore
  const document = (type: DocumentType, over: Partial<Document> = {}): Document => ({
    id: type,
    customerId: 'c',
    type,
    filename: 'scan',
    mime: 'image/png',
    size: 1,
    sha256: '0'.repeat(64),
    uploadedAt: now,
    uploadedBy: 'applicant',
    ...(hasTwoSides(type) ? {} : { side: 'front' }),
    ...over,
  });
  const words: Readonly<Record<string, string>> = {
    lastName: 'Wegner',
    firstName: 'Anna',
    dateOfBirth: '1998-02-28',
    idNumber: 'L01X00T47',
    idExpiry: '2031-06-11',
    nationality: 'DEU',
    countryOfResidence: 'DEU',
    'address.line1': 'Hauptstraße 1',
    'address.postalCode': '10115',
  };
  type Read = readonly [key: string, documentId: string, source?: string, value?: string];
  const fieldsWith = (reads: readonly Read[]): Customer['fields'] =>
    Object.fromEntries(
      enhanced.fields.map(({ key }) => [
        key,
        {
          value: words[key] ?? 'x',
          extracted: reads
            .filter(([of]) => of === key)
            .map(([, documentId, source = 'mrz', value = words[key] ?? '']) => ({
              documentId,
              source,
              value,
            })),
        },
      ]),
    );
  const papers = [document('passport'), document('proof_of_address'), document('selfie')];
  const idKeys = ['lastName', 'firstName', 'dateOfBirth', 'idNumber', 'idExpiry'];
  const identity = (id: string, source?: string): readonly Read[] => idKeys.map(key => [key, id, source]);
  const home = (id: string): readonly Read[] =>
    ['lastName', 'firstName', 'address.line1', 'address.postalCode'].map(key => [key, id, 'text']);
  const proof = [...identity('passport'), ...home('proof_of_address')];
  const decided = (reads: readonly Read[], documents = papers, level = enhanced, fields = fieldsWith(reads)) =>
    decide(
      {
        fields,
        documents,
        providers: level.checks.map(name => ({ name, state: 'clear', findings: [] })),
      },
      level,
    ); // prettier-ignore
  const without = (at: string, of: string) => proof.filter(([key, id]) => key !== at || id !== of);
  const people = (...why: readonly string[]) => ({
    kind: 'people',
    why: why.map(what => `unconfirmed:${what}`),
  });

  test('rests on an ID that says who it is of, and a letter that says where they live', () => {
    expect(decided(proof)).toEqual({ kind: 'approve' });
    expect(decided([])).toEqual(people(...idKeys, 'address'));
    for (const key of idKeys) expect(decided(without(key, 'passport'))).toEqual(people(key));
    for (const key of ['lastName', 'firstName', 'address.line1', 'address.postalCode'])
      expect(decided(without(key, 'proof_of_address'))).toEqual(people('address'));
  });

  test('does not rest on what is nearly right, on signs without check digits, on the wrong paper or on one that was replaced', () => {
    const near = decided([...without('lastName', 'passport'), ['lastName', 'passport', 'ocr', 'WAGNER']]);
    expect(near).toEqual(people('lastName'));
    // Recognition may do for names; a day and a number it has read right where a check digit says so.
    const card = [...identity('passport', 'ocr'), ...home('proof_of_address')];
    expect(decided(card)).toEqual(people('dateOfBirth', 'idNumber', 'idExpiry'));
    const typed = [...identity('passport', 'text'), ...home('proof_of_address')];
    expect(decided(typed)).toEqual(people(...idKeys));
    const onBill = [...identity('proof_of_address'), ...home('proof_of_address')];
    expect(decided(onBill)).toEqual(people(...idKeys));
    const anew = [...papers, document('passport', { id: 'another', replaces: 'passport' })];
    expect(decided(proof, anew)).toEqual(people(...idKeys));
    const halves = [document('utility_bill'), ...papers];
    const split = [
      ...without('address.line1', 'proof_of_address'),
      ['address.line1', 'utility_bill', 'text'],
    ];
    expect(decided(split as readonly Read[], halves)).toEqual(people('address'));
  });

  test('rests on no ID of which nobody knows until when it is valid, also where that was not asked', () => {
    const fields = enhanced.fields.filter(({ key }) => key !== 'idExpiry');
    const { idExpiry: _asked, ...others } = fieldsWith(proof);
    const unasked = (extracted: readonly ExtractedValue[]) =>
      decided(proof, papers, { ...enhanced, fields }, { ...others, idExpiry: { value: null, extracted: [...extracted] } }); // prettier-ignore
    const read = { value: '2031-06-11', documentId: 'passport', source: 'mrz' };
    expect(unasked([read])).toEqual({ kind: 'approve' });
    expect(unasked([])).toEqual(people('idExpiry'));
    expect(unasked([{ ...read, source: 'ocr' }])).toEqual(people('idExpiry'));
    expect(unasked([{ ...read, documentId: 'proof_of_address' }])).toEqual(people('idExpiry'));
  });

  test('rests on no document that a check of its level did not look at', () => {
    for (const name of ['extraction', 'document', 'data']) {
      const checks = enhanced.checks.filter(check => check !== name);
      expect(decided(proof, papers, { ...enhanced, checks })).toEqual(people(name));
    }
    expect(decided(proof, papers, { ...enhanced, checks: [] })).toEqual(people('extraction', 'document', 'data')); // prettier-ignore
  });

  test('is none of a company whose certificate does not name it, nor of papers that no check compares with anything', () => {
    const decidedOf = (reads: readonly ExtractedValue[], level: Level = ofCompany) => {
      const given = Object.fromEntries(level.fields.map(({ key }) => [key, { value: 'x', extracted: [] }]));
      const legalName = { value: 'Fjord', extracted: [...reads] };
      const registrationNumber = { value: '912', extracted: reads.map(one => ({ ...one, value: '912' })) };
      const documents = level.documents.map(({ type }) => document(type));
      const beneficialOwners = [{ id: 'o', name: 'Åse', dateOfBirth: '1980-05-01', nationality: 'NOR', ownershipPercent: 100, isDirector: true }]; // prettier-ignore
      const fields = { ...given, legalName, registrationNumber };
      const providers = level.checks.map(name => ({ name, state: 'clear' as const, findings: [] }));
      return decide({ kind: 'business', providers, documents, beneficialOwners, fields }, level);
    };
    const read = { value: 'FJORD', source: 'text', documentId: 'certificate_of_incorporation' };
    const [certificate] = ofCompany.documents;
    if (!certificate) throw new Error('it is demanded');
    expect(decidedOf([read], { ...ofCompany, documents: [certificate] })).toEqual({ kind: 'approve' });
    expect(decidedOf([])).toEqual(people('legalName', 'registrationNumber', 'shareholder_register'));
    expect(decidedOf([read])).toEqual(people('shareholder_register'));
  });

  test('is never made where no document agrees, whatever was sent and read', () => {
    const reading = fc.tuple(
      fc.constantFrom(...Object.keys(words)),
      fc.constantFrom(...types),
      fc.constantFrom('mrz', 'ocr', 'text', 'sumsub'),
      fc.constantFrom('WAGNER', 'Hanna', '1988-02-28', 'L01X00T41', 'Menu of the day', ''),
    );
    const sent = fc.uniqueArray(fc.constantFrom(...types));
    fc.assert(
      fc.property(sent, fc.array(reading, { maxLength: 20 }), (some, reads) => {
        const documents = some.map(type => document(type));
        expect(decided(reads, documents).kind).not.toBe('approve');
      }),
    );
    // And where one agrees, only with all that the level wants of it.
    fc.assert(
      fc.property(fc.subarray([...proof]), reads => {
        expect(decided(reads).kind === 'approve').toBe(reads.length === proof.length);
      }),
    );
  });
});

describe('what failed', () => {
  const finding = { code: 'dataMismatch.address', item: 'field:address.postalCode', message: '' };
  const other = { code: 'dataMismatch.fullName', item: 'field:lastName', message: '' };
  const failing = (...findings: (typeof finding)[]) => [
    { name: 'data', state: 'rfi' as const, findings },
    { name: 'screening', state: 'clear' as const, findings: [] },
  ];
  const asked = (...findings: (typeof finding)[]) => ({
    id: 'r',
    openedAt: now,
    items: findings.map(({ code, item }) => ({ item, reasons: [code], answeredAt: now })),
  });

  test('[FLOW-8] is not asked for a second time on end for the same reason, but for another one', () => {
    const same = { providers: failing(finding), rfi: asked(finding, other) };
    expect(decide(same)).toEqual({ kind: 'people', why: ['rfi:data', 'askedBefore'] });
    const more = failing(finding, { ...finding, code: 'dataMismatch.crossDocument' }, other);
    const reasons = ['dataMismatch.address', 'dataMismatch.crossDocument'];
    expect(decide({ providers: more, rfi: asked(finding, other) })).toEqual({
      kind: 'ask',
      items: [{ item: finding.item, reasons }],
    });
  });

  test('[FLOW-8] is asked for twice at the most', () => {
    const once = decide({ providers: failing(finding) }, basic, { ...standing, rounds: 1 });
    expect(once).toMatchObject({ kind: 'ask' });
    const twice = decide({ providers: failing(finding) }, basic, { ...standing, rounds: 2 });
    expect(twice).toEqual({ kind: 'people', why: ['rfi:data', 'askedBefore'] });
  });

  test('[PRV-5] is not asked for beside an alert, nor after one', () => {
    const alert = { name: 'screening', state: 'alert' as const, findings: [] };
    const providers = failing(finding);
    expect(decide({ providers: [...providers.slice(0, 1), alert] })).toEqual({
      kind: 'people',
      why: ['rfi:data', 'alert:screening'],
    });
    expect(decide({ providers }, basic, { ...standing, alarmed: true })).toMatchObject({ kind: 'people' });
  });

  test('[PRV-5] is taken back when a check alarms that ends after the question', () => {
    const waiting = { status: 'NEEDS_ADDITIONAL_INFORMATION' as const, rfi: asked(finding) };
    expect(decide(waiting, basic, { ...standing, alarms: true })).toEqual({ kind: 'review' });
    expect(decide(waiting, basic, { ...standing, alarmed: true })).toMatchObject({ kind: 'people' });
  });
});

test('[PRV-4] a run that leaves something to check still decides: what an answer made pending meanwhile is followed too', () => {
  const run = { attempts: 0, alarmed: false, rounds: 1 };
  const left = [{ name: 'data', state: 'pending' as const, findings: [] }, ...clean.providers.slice(1)];
  expect(runSettled(run, { ...clean, providers: left }, { kind: 'wait' })).not.toHaveProperty('decides');
  expect(runSettled(run, clean, { kind: 'ask', items: [] })).toEqual({
    attempts: 1,
    alarmed: 0,
    rounds: 2,
    decides: 0,
  });
});
