import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Provider } from '../../src/backend/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  companyFields,
  createCustomer,
  enhancedFields,
  patchCustomer,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { checkNamed, clear, scriptedProvider, untilChecked, untilCustomer } from '../support/checking.ts';
import { approveAll, askCustomerFor, requestAgain } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

const extraction = scriptedProvider('extraction');
const document = scriptedProvider('document');
const scripted = [extraction, document];

let server: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend({ runsJobs: true, providers: scripted });
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(() => server.close());

let made = 0;
beforeEach(() => {
  for (const provider of scripted) Object.assign(provider, { answer: clear, asked: 0, name: provider.name });
  made += 1;
});

/** A contact of one's own: sharing one is a sign of risk. */
const somebody = () => ({
  ...basicFields,
  email: `person-${made}@customer.example`,
  phone: `+4930${String(1_000_000 + made)}`,
});

const enhanced = () => ({ ...enhancedFields, ...somebody(), nationality: 'DEU' });

async function enhancedCase(at = server): Promise<Customer> {
  const { id } = await createCustomer(at, { levelId: 'kyc-enhanced', fields: enhanced() });
  for (const type of ['passport', 'proof_of_address', 'selfie'] as const)
    await uploadDocument(at, id, { type, bytes: pngBytes(`${id} ${type}`) });
  return submitCustomer(at, id);
}

const passportOf = ({ documents }: Customer) =>
  documents.findLast(({ type }) => type === 'passport')?.id ?? 'none';

const blurredOn = (documentId: string) => ({
  state: 'rfi' as const,
  findings: [{ code: 'imageQuality.blurry', item: `document:${documentId}`, message: 'Blurred.' }],
});

const actionsOf = async (customerId: string) => {
  const rows = await server.backend.context.store.reader
    .selectFrom('audit')
    .select(['action', 'data', 'actor'])
    .where('tenantId', '=', server.tenant.id)
    .where('customerId', '=', customerId)
    .orderBy('index')
    .execute();
  return rows.map(({ action, actor, data }) => ({
    action,
    actor,
    data: JSON.parse(data ?? '{}') as unknown,
  }));
};

describe('submission', () => {
  test('[PRV-1] all checks of the level are pending in the same change as the submission', async () => {
    const customer = await enhancedCase();
    expect(customer.status).toBe('UNDER_REVIEW');
    expect(customer.providers).toEqual(
      ['extraction', 'document', 'data', 'screening'].map(name => ({ name, state: 'pending', findings: [] })),
    );
    await untilChecked(server, customer.id);
  });

  test('[PRV-2] a clean case of low risk is approved by the rule of its level, and the audit says on what', async () => {
    const { id } = await enhancedCase();
    const customer = await untilCustomer(server, id, ({ status }) => status === 'ACTIVE');
    expect(customer).toMatchObject({ reviewStatus: 'Approved', leadStatus: 'approved' });
    expect(customer.providers.map(({ state }) => state)).toEqual(['clear', 'clear', 'clear', 'clear']);
    expect((await actionsOf(id)).at(-1)).toMatchObject({
      action: 'checks.approved',
      actor: 'system',
      data: {
        levelId: 'kyc-enhanced',
        levelVersion: 1,
        providers: [{ name: 'extraction', state: 'clear', findings: [] }, {}, {}, {}],
        risk: { score: customer.risk.score },
      },
    });
  });

  test('[PRV-3] a failed check asks the customer by itself for what failed, with its reasons; [PRV-4] what is concerned by the answer runs again', async () => {
    extraction.answer = clear;
    const { id, documents } = await createCustomer(server, {
      levelId: 'kyc-enhanced',
      fields: enhanced(),
    }).then(async ({ id }) => {
      for (const type of ['passport', 'proof_of_address', 'selfie'] as const)
        await uploadDocument(server, id, { type, bytes: pngBytes(`${id} ${type}`) });
      const answer = await server.integrator(`/v1/customers/${id}`);
      return (await answer.json()) as Customer;
    });
    const passport = passportOf({ documents } as Customer);
    document.answer = blurredOn(passport);
    await submitCustomer(server, id);
    const asked = await untilCustomer(server, id, ({ status }) => status === 'NEEDS_ADDITIONAL_INFORMATION');
    expect(asked.rfi?.items).toEqual([{ item: `document:${passport}`, reasons: ['imageQuality.blurry'] }]);
    expect(asked).toMatchObject({ reviewStatus: 'Resubmission', leadStatus: 'in_progress' });
    const findings = [{ code: 'imageQuality.blurry', item: `document:${passport}` }];
    expect((await actionsOf(id)).at(-1)).toMatchObject({
      action: 'checks.asked',
      actor: 'system',
      data: {
        items: asked.rfi?.items,
        providers: [{}, { name: 'document', state: 'rfi', findings }, {}, {}],
        risk: { score: Math.round(asked.risk.score) },
      },
    });

    document.answer = clear;
    await uploadDocument(server, id, {
      type: 'passport',
      bytes: pngBytes(`${id} sharp`),
      replaces: passport,
    });
    const done = await untilCustomer(server, id, ({ status }) => status === 'ACTIVE');
    // What a document says is looked for on the watchlist too.
    for (const name of ['document', 'screening'])
      expect(checkNamed(done, name)?.finishedAt).not.toBe(checkNamed(asked, name)?.finishedAt);
    expect(extraction.asked).toBe(2);
  });

  test('[PRV-4] what an answer does not concern does not run again', async () => {
    document.answer = {
      state: 'rfi',
      findings: [{ code: 'dataMismatch.form', item: 'field:phone', message: 'Not this one.' }],
    };
    const { id } = await enhancedCase();
    const asked = await untilCustomer(server, id, ({ status }) => status === 'NEEDS_ADDITIONAL_INFORMATION');
    const before = extraction.asked;
    document.answer = clear;
    await patchCustomer(server, asked, { fields: { phone: '+4930555123' } });
    const done = await untilCustomer(server, id, ({ status }) => status === 'ACTIVE');
    expect(extraction.asked).toBe(before);
    const finished = (name: string) => [asked, done].map(one => checkNamed(one, name)?.finishedAt);
    expect(new Set(finished('screening')).size).toBe(1);
    expect(new Set(finished('document')).size).toBe(2);
  });
});

describe('[PRV-5] people decide', () => {
  test('an alert', async () => {
    document.answer = {
      state: 'alert',
      findings: [{ code: 'badDocument.digitallyEdited', message: 'A check digit is wrong.' }],
    };
    const { id } = await enhancedCase();
    const customer = await untilChecked(server, id);
    expect(customer.status).toBe('UNDER_REVIEW');
    expect((await actionsOf(id)).at(-1)).toMatchObject({
      action: 'checks.left_to_people',
      data: { why: ['alert:document', 'risk'] },
    });
  });

  test('somebody on a watchlist', async () => {
    const fields = {
      ...somebody(),
      firstName: 'Юлия',
      lastName: 'Стрельницкая',
      dateOfBirth: '1974-11-02',
      nationality: 'RUS',
    };
    const { id } = await createCustomer(server, { fields });
    await submitCustomer(server, id);
    const customer = await untilChecked(server, id);
    expect(customer).toMatchObject({ status: 'UNDER_REVIEW', providers: [{}, { state: 'alert' }] });
    expect(customer.screening.hits).toMatchObject([
      { name: 'Yuliya Arkadyevna Strelnitskaya', matched: ['name', 'dateOfBirth', 'country'] },
    ]);
    expect(customer.risk.band).not.toBe('low');
  });

  test('a level that leaves everything to people', async () => {
    const fields = {
      ...enhanced(),
      occupation: 'Baker',
      sourceOfFunds: 'Salary',
      politicallyExposed: 'false',
    };
    const { id } = await createCustomer(server, { levelId: 'kyc-premium', fields });
    for (const type of [
      'passport',
      'proof_of_address',
      'selfie',
      'source_of_funds',
      'bank_statement',
    ] as const)
      await uploadDocument(server, id, { type, bytes: pngBytes(`${id} ${type}`) });
    await submitCustomer(server, id);
    const customer = await untilChecked(server, id);
    expect(customer.status).toBe('UNDER_REVIEW');
    expect((await actionsOf(id)).at(-1)).toMatchObject({
      data: { why: ['levelLeavesItToPeople', 'fourEyes'] },
    });
  });

  test('a case that an analyst has claimed, and one for which an analyst had asked', async () => {
    document.answer = undefined;
    const submitted = await enhancedCase();
    const { id } = submitted;
    await untilCustomer(server, id, one => checkNamed(one, 'document')?.findings.length === 1);
    const now = await analyst.customer(id);
    const on = { customerId: id, baseVersion: now.version };
    expect(await analyst.command({ type: 'review.start', payload: {}, ...on })).toMatchObject({
      result: 'applied',
    });
    document.answer = clear;
    server.clock.advance(6000);
    const held = await untilChecked(server, id);
    expect(held.status).toBe('UNDER_REVIEW');
    expect((await actionsOf(id)).at(-1)).toMatchObject({ data: { why: ['claimed'] } });

    const finish = await analyst.command({
      type: 'review.finish',
      payload: requestAgain([`document:${passportOf(held)}`]),
      customerId: id,
      baseVersion: held.version,
      evidence: evidenceOf(held),
    });
    expect(finish).toMatchObject({ result: 'applied' });
    await uploadDocument(server, id, {
      type: 'passport',
      bytes: pngBytes(`${id} 2`),
      replaces: passportOf(held),
    });
    const answered = await untilCustomer(
      server,
      id,
      one => one.status === 'UNDER_REVIEW' && one.providers.every(({ state }) => state === 'clear'),
    );
    expect(answered.status).toBe('UNDER_REVIEW');
    expect((await actionsOf(id)).at(-1)).toMatchObject({ data: { why: ['askedByPeople'] } });
    expect(approveAll(answered).verdicts.length).toBeGreaterThan(0);
  });
});

test('[PRV-9] owners that do not add up are asked for, and giving them all answers it', async () => {
  const fields = { ...companyFields, email: `post-${made}@company.example` };
  const owner = { name: 'Åse Berg', dateOfBirth: '1970-01-01', nationality: 'NOR', isDirector: true };
  const { id } = await createCustomer(server, {
    kind: 'business',
    levelId: 'kyb-standard',
    fields,
    beneficialOwners: [{ ...owner, ownershipPercent: 97 }],
  });
  for (const type of ['certificate_of_incorporation', 'shareholder_register'] as const)
    await uploadDocument(server, id, { type, bytes: pngBytes(`${id} ${type}`) });
  await submitCustomer(server, id);
  const asked = await untilCustomer(server, id, ({ status }) => status === 'NEEDS_ADDITIONAL_INFORMATION');
  expect(asked.rfi?.items).toEqual([{ item: 'field:beneficialOwners', reasons: ['ownership.totalNot100'] }]);
  const missing = await server.integrator(`/v1/customers/${id}/missing`);
  expect(await missing.json()).toMatchObject({ items: [{ label: 'Beneficial owners' }] });

  const [known] = asked.beneficialOwners ?? [];
  const beneficialOwners = [
    { ...known, ownershipPercent: 97 },
    { ...owner, name: 'Nils Berg', ownershipPercent: 3 },
  ];
  await patchCustomer(server, asked, { beneficialOwners });
  const again = await untilCustomer(
    server,
    id,
    one => one.status === 'UNDER_REVIEW' && checkNamed(one, 'ownership')?.state === 'clear',
  );
  // The level has no threshold: people decide.
  expect(again.status).toBe('UNDER_REVIEW');
});

describe('[PRV-13] what alarmed once', () => {
  test('is not undone by giving something else until nothing alarms', async () => {
    const passportAlarm = {
      state: 'alert' as const,
      findings: [{ code: 'badDocument.digitallyEdited', message: 'A check digit is wrong.' }],
    };
    document.answer = passportAlarm;
    const { id } = await enhancedCase();
    const alarmed = await untilChecked(server, id);
    document.answer = clear;
    await uploadDocument(server, id, {
      type: 'passport',
      bytes: pngBytes(`${id} again`),
      replaces: passportOf(alarmed),
    });
    const again = await untilCustomer(server, id, one => checkNamed(one, 'document')?.state === 'clear');
    expect(again.status).toBe('UNDER_REVIEW');
    expect((await actionsOf(id)).at(-1)).toMatchObject({ data: { why: ['leftToPeople'] } });
  });

  test('[PRV-5] is with people at once, whatever another check would ask for, and stays with them', async () => {
    document.answer = {
      state: 'alert',
      findings: [{ code: 'badDocument.digitallyEdited', message: 'A check digit is wrong.' }],
    };
    extraction.answer = {
      state: 'rfi',
      findings: [
        { code: 'imageQuality.unreadable', item: 'documentType:proof_of_address', message: 'Unreadable.' },
      ],
    };
    const { id } = await enhancedCase();
    const alarmed = await untilChecked(server, id);
    expect(alarmed).toMatchObject({ status: 'UNDER_REVIEW' });
    expect((await actionsOf(id)).at(-1)).toMatchObject({ action: 'checks.left_to_people' });
    document.answer = clear;
    extraction.answer = clear;
    await askCustomerFor(analyst, alarmed, [
      { item: 'documentType:proof_of_address', reasons: ['imageQuality.unreadable'] },
    ]);
    await uploadDocument(server, id, { type: 'proof_of_address', bytes: pngBytes(`${id} again`) });
    const passport = passportOf(alarmed);
    const answered = await untilChecked(server, id);
    await uploadDocument(server, id, { type: 'passport', bytes: pngBytes(`${id} new`), replaces: passport });
    const again = await untilCustomer(
      server,
      id,
      one => one.version > answered.version && one.providers.every(({ state }) => state === 'clear'),
    );
    expect(again.status).toBe('UNDER_REVIEW');
  });
});

describe('[PRV-6] a provider that is down', () => {
  test('delays, says so, and is asked again with growing pauses; what others found is there at once', async () => {
    onTestFinished(server.clock.standStill());
    document.answer = undefined;
    const { id } = await enhancedCase();
    const waiting = await untilCustomer(
      server,
      id,
      one => checkNamed(one, 'document')?.findings.length === 1,
    );
    expect(checkNamed(waiting, 'document')).toMatchObject({
      state: 'pending',
      findings: [{ code: 'provider.unavailable' }],
    });
    expect(checkNamed(waiting, 'screening')?.state).toBe('clear');
    expect(waiting.status).toBe('UNDER_REVIEW');
    expect(await dueIn(id)).toBe(5000);
    const findings = [{ code: 'provider.unavailable', item: null }];
    expect((await actionsOf(id)).at(-1)).toMatchObject({
      action: 'checks.waiting',
      actor: 'system',
      data: {
        providers: [{}, { name: 'document', state: 'pending', findings }, {}, { state: 'clear' }],
        risk: { score: Math.round(waiting.risk.score) },
      },
    });

    const before = document.asked;
    server.clock.advance(5000);
    await untilCustomer(server, id, one => one.version > waiting.version);
    expect(document.asked).toBeGreaterThan(before);
    expect(await dueIn(id)).toBe(10_000);

    document.answer = clear;
    server.clock.advance(10_000);
    await untilCustomer(server, id, ({ status }) => status === 'ACTIVE');
  });

  test('is given up after ten minutes: the check is an error, and people decide', async () => {
    document.answer = undefined;
    const { id } = await enhancedCase();
    await untilCustomer(server, id, one => checkNamed(one, 'document')?.findings.length === 1);
    server.clock.advance(10 * 60_000);
    const given = await untilCustomer(server, id, one => checkNamed(one, 'document')?.state === 'error');
    expect(given.status).toBe('UNDER_REVIEW');
    expect((await actionsOf(id)).at(-1)).toMatchObject({ data: { why: ['error:document'] } });
  });

  test('has the whole of its time after an outage of our own, however long a case waited for its turn', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sealdesk-outage-'));
    let asked = 0;
    const slow: Provider = {
      name: 'document',
      run: async (_, signal) => {
        asked += 1;
        await setTimeout(1200, undefined, { signal });
        return clear;
      },
    };
    const providers = [extraction, slow];
    try {
      const before = await startBackend({ directory, providers });
      before.clock.advance(-11 * 60_000);
      const { id } = await enhancedCase(before);
      await before.close();
      const after = await startBackend({ directory, providers, runsJobs: true });
      try {
        const asBefore = { ...after, integrator: (path: string) => after.integrator(path, {}, before.tenant.apiKey) }; // prettier-ignore
        const done = await untilCustomer(asBefore, id, ({ status }) => status !== 'UNDER_REVIEW');
        expect([done.status, asked]).toEqual(['ACTIVE', 1]);
      } finally {
        await after.close();
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  test('holds up what needs it, and nothing else', async () => {
    extraction.answer = undefined;
    const { id } = await enhancedCase();
    const waiting = await untilCustomer(
      server,
      id,
      one => checkNamed(one, 'extraction')?.findings.length === 1,
    );
    const states = waiting.providers.map(({ name, state }) => `${name} ${state}`);
    expect(states).toEqual(['extraction pending', 'document clear', 'data pending', 'screening pending']);
  });
});

const dueIn = async (customerId: string): Promise<number> => {
  const row = await server.backend.context.store.reader
    .selectFrom('job')
    .select('dueAt')
    .where('kind', '=', 'checks')
    .where('key', '=', customerId)
    .executeTakeFirstOrThrow();
  return row.dueAt - server.clock.now();
};

test('[PRV-7] what was found of other data than there is now is not written: the check is made again', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>(resolve => (release = resolve));
  let first = true;
  const seen: (string | null | undefined)[] = [];
  const slow = {
    name: 'data',
    run: async ({ customer }: { customer: Customer }) => {
      seen.push(customer.fields['lastName']?.value);
      if (first) {
        first = false;
        await held;
      }
      return clear;
    },
  };
  const other = await startBackend({ runsJobs: true, providers: [...scripted, slow] });
  try {
    const { id } = await createCustomer(other, { fields: somebody() });
    const submitted = await submitCustomer(other, id);
    await untilCustomer(other, id, () => seen.length === 1);
    await patchCustomer(other, submitted, {
      fields: { lastName: 'Strelnitskaya', firstName: 'Yuliya', dateOfBirth: '1974-11-02' },
    });
    release();
    const customer = await untilChecked(other, id);
    expect(seen).toEqual(['Łukasz-O’Brien', 'Strelnitskaya']);
    expect(customer.screening.hits).toHaveLength(1);
  } finally {
    await other.close();
  }
});
