import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  createReader,
  documentProvider,
  extractionProvider,
  printsOf,
  type ProviderOutcome,
} from '../../src/backend/providers/index.ts';
import { createSample, type SampleCustomer } from '../../src/backend/sample/index.ts';
import { shippedLevels, readingAgreement, type Customer } from '../../src/shared/domain/index.ts';
import { drawIdentity } from '../../bench/drawn-identities.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, uploadDocument } from '../support/backend-customers.ts';

const now = Date.UTC(2026, 10, 21);

/** What both checks say of one case of the sample. */
interface Checked {
  readonly customer: Customer;
  readonly extraction: ProviderOutcome;
  readonly document: ProviderOutcome;
}

let server: TestBackend;
// What is too long for a document is a test of its own: a busy machine takes longer than it for a good one.
const reader = createReader({ size: 1, limitMs: 300_000 });
const checked = new Map<number, Checked>();
/** Milliseconds of the thread that answers requests while the documents of six cases were being checked. */
let work = { cpuMs: 0, wallMs: 0, documents: 0 };

/** Cases of the sample by their place: 0 expired, 1 a business, 2 a wrong check digit, 4 clean, 5 blurred, 9 a page missing. */
const places = [0, 1, 2, 4, 5, 9];

beforeAll(async () => {
  server = await startBackend();
  const sample = await createSample({ count: 10, seed: 'checks', now, ownDocuments: 10 });
  const cases = [...sample.customers];
  const run = async (place: number, one: SampleCustomer): Promise<void> => {
    const customer: Customer = { ...one.customer, lastReview: null };
    const level = shippedLevels.find(({ id }) => id === customer.levelId);
    if (!level) throw new Error('a sample is of a shipped level');
    const input = {
      tenantId: server.tenant.id,
      customer,
      level,
      at: now,
      readDocument: async (id: string) => {
        const { sha256 = '' } = customer.documents.find(document => document.id === id) ?? {};
        const blob = sample.blobs.get(sha256);
        if (!blob) throw new Error('the sample holds its documents');
        return blob.bytes;
      },
    };
    const { signal } = new AbortController();
    const prints = printsOf(server.backend.context);
    const [extraction, document] = await Promise.all([
      extractionProvider(reader).run(input, signal),
      documentProvider(reader, prints).run(input, signal),
    ]);
    checked.set(place, { customer, extraction, document });
  };
  const cpu = process.threadCpuUsage();
  const begin = performance.now();
  await Promise.all(
    places.map(place => {
      const one = cases[place];
      if (!one) throw new Error('the sample has ten cases');
      return run(place, one);
    }),
  );
  const { user, system } = process.threadCpuUsage(cpu);
  const documents = places.reduce((sum, place) => sum + (cases[place]?.customer.documents.length ?? 0), 0);
  work = {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - begin,
    documents,
  };
});

afterAll(async () => {
  await reader.close();
  await server.close();
});

const of = (place: number): Checked => {
  const one = checked.get(place);
  if (!one) throw new Error(`case ${place} was not checked`);
  return one;
};
const customerDocument = (customerId: string, place: number) => ({
  id: `card-${place}`,
  customerId,
  filename: 'card.jpg',
  mime: 'image/jpeg' as const,
  size: 1,
  sha256: createHash('sha256').update(`${customerId} ${place}`).digest('hex'),
  uploadedAt: new Date(now).toISOString(),
  uploadedBy: 'applicant',
});
const codes = (place: number): readonly string[] =>
  of(place)
    .document.findings.map(({ code }) => code)
    .toSorted();

describe('[PRV-29] the documents of a case', () => {
  it('that is clean have nothing against them', () => {
    expect(of(4).document).toMatchObject({ state: 'clear', findings: [] });
    expect(of(1).document).toMatchObject({ state: 'clear', findings: [] });
  });

  it('say when one expired, and all until when they are valid', () => {
    expect(codes(0)).toEqual(['badDocument.expired']);
    for (const place of [0, 2, 4, 9]) {
      const { customer, document } = of(place);
      const known = customer.documents.filter(({ expiresOn }) => expiresOn);
      expect(known.length).toBeGreaterThan(0);
      for (const one of known) expect(document.documents?.[one.id]).toEqual({ expiresOn: one.expiresOn });
    }
  });

  it('have all the pages that they number', () => {
    expect(codes(9)).toEqual(['badDocument.missingPage']);
    expect(of(9).document.state).toBe('rfi');
  });
});

test('[PRV-20] a check digit that was falsified on a drawn passport is an alert', () => {
  expect(of(2).document.state).toBe('alert');
  expect(of(2).document.findings).toMatchObject([
    { code: 'badDocument.digitallyEdited', message: expect.stringContaining('the document number') },
  ]);
});

test('[PRV-26] a blurred ID is asked for again, and only that', () => {
  const { customer, document } = of(5);
  expect(document.state).toBe('rfi');
  const blurred = document.findings.filter(({ code }) => code === 'imageQuality.blurry');
  const ids = customer.documents.filter(({ type }) => ['passport', 'national_id'].includes(type));
  expect(new Set(blurred.map(({ item }) => item))).toEqual(new Set(ids.map(({ id }) => `document:${id}`)));
});

test('[PRV-29] of an identity card that was drawn and read the back is missed, and nothing once it is there', async () => {
  const { documents } = drawIdentity({ seed: 'both sides', index: 1, now });
  const customer = { ...of(4).customer, id: 'card-holder' };
  const sent = documents
    .toReversed()
    .map((drawn, place) => ({ ...customerDocument(customer.id, place), type: drawn.type, side: drawn.side }));
  const bytes = new Map(
    documents.toReversed().map((drawn, place) => [`card-${place}`, new Uint8Array(drawn.bytes)]),
  );
  const level = shippedLevels.find(({ id }) => id === customer.levelId);
  if (!level) throw new Error('it is shipped');
  const saysOf = async (some: typeof sent): Promise<readonly string[]> => {
    const { findings } = await documentProvider(reader, printsOf(server.backend.context)).run(
      {
        tenantId: server.tenant.id,
        customer: { ...customer, documents: some },
        level,
        at: now,
        readDocument: async id => bytes.get(id) ?? new Uint8Array(),
      },
      new AbortController().signal,
    );
    return findings.map(({ code, item }) => `${code} ${item}`);
  };
  expect(sent.map(({ side }) => side)).toEqual(['front', 'back']);
  expect(await saysOf(sent.slice(0, 1))).toEqual(['badDocument.missingBackSide document:card-0']);
  expect(await saysOf(sent)).toEqual([]);
});

describe('[PRV-22] values of documents', () => {
  it('come out of zones as they were drawn, each with its region', () => {
    for (const place of [0, 4, 9]) {
      const { customer, extraction } = of(place);
      for (const [field, { extracted }] of Object.entries(customer.fields)) {
        const drawn = extracted.filter(({ source }) => source === 'mrz');
        if (drawn.length === 0) continue;
        const read = (extraction.extracted?.[field] ?? []).filter(({ source }) => source === 'mrz');
        expect(read.map(({ value }) => value)).toEqual(drawn.map(({ value }) => value));
        read.forEach(({ region }, at) => {
          const [x = 0, y = 0] = drawn[at]?.region ?? [];
          expect(Math.abs((region?.[0] ?? 1) - x)).toBeLessThan(0.02);
          expect(Math.abs((region?.[1] ?? 1) - y)).toBeLessThan(0.03);
        });
      }
    }
  });

  it('come out of text layers with page and region: the address on a bill, the entry on a certificate', () => {
    const texts = (place: number, fields: readonly string[]): void => {
      const { customer, extraction } = of(place);
      for (const field of fields) {
        const given = customer.fields[field]?.value ?? '';
        const read = (extraction.extracted?.[field] ?? []).filter(({ source }) => source === 'text');
        expect(read.length, field).toBeGreaterThan(0);
        for (const { value, page, region } of read) {
          expect(['same', 'transliterated'], `${field}: ${value}`).toContain(
            readingAgreement([given], value),
          );
          expect(page).toBe(1);
          expect(region?.every(part => part >= 0 && part <= 1)).toBe(true);
        }
      }
    };
    texts(4, ['address.line1', 'address.city', 'address.postalCode', 'address.country', 'lastName']);
    texts(1, ['legalName', 'registrationNumber', 'incorporationDate', 'registeredAddress.line1']);
  });
});

test('[PRV-28] while many documents are being checked, the thread that answers requests is idle nearly all the time', () => {
  expect(work.documents).toBeGreaterThan(10);
  // Processor time, which a busy machine does not lengthen: of the pictures' own none is spent in this thread.
  expect(work.cpuMs).toBeLessThan(work.wallMs * 0.2);
  expect(work.cpuMs / work.documents).toBeLessThan(100);
});

describe('[PRV-27] a document that somebody else sent', () => {
  const hashes = { phash: '694b9c96969e86b0', dhash: '13078b8e898b737b' };
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  const send = async (bytes: Uint8Array<ArrayBuffer>, type: 'passport' | 'selfie') => {
    const { id } = await createCustomer(server);
    const document = await uploadDocument(server, id, { type, bytes });
    return { id, document };
  };
  const prints = () => printsOf(server.backend.context);
  const drawn = (index: number) => {
    const [first] = drawIdentity({ seed: 'prints', index, now }).documents;
    if (!first) throw new Error('an identity has a document');
    return new Uint8Array(first.bytes);
  };
  const tenant = () => server.tenant.id;

  it('is met again by its bytes', async () => {
    const [one, other] = [await send(drawn(0), 'passport'), await send(drawn(0), 'passport')];
    expect(one.document.sha256).toBe(other.document.sha256);
    const met = await prints().met(tenant(), other.id, [{ document: other.document, hashes }]);
    expect([...met]).toEqual([[other.document.id, 'bytes']]);
  });

  it('is met again by its bytes though nothing can be read of it', async () => {
    const bytes = Buffer.from('%PDF-1.7\nnothing that is a page');
    const [one, other] = [await send(bytes, 'passport'), await send(bytes, 'passport')];
    const level = shippedLevels.find(({ id }) => id === 'kyc-enhanced');
    if (!level) throw new Error('it is shipped');
    for (const { id, document } of [one, other]) {
      const customer = (await (await server.integrator(`/v1/customers/${id}`)).json()) as Customer;
      const input = { tenantId: tenant(), customer, level, at: now, readDocument: async () => bytes };
      const outcome = await documentProvider(reader, prints()).run(input, new AbortController().signal);
      expect([outcome.state, outcome.findings.map(({ code, item }) => [code, item])]).toEqual([
        'alert',
        ['badDocument.damaged', 'compliance.duplicateAccount'].map(code => [code, `document:${document.id}`]),
      ]);
    }
  });

  it('is met again by its number, and two IDs of one issuer are two documents however alike they look', async () => {
    const [one, other, third] = [await send(drawn(2), 'passport'), await send(drawn(3), 'passport'), await send(drawn(5), 'passport')]; // prettier-ignore
    const met = (whose: typeof one, number: string) => prints().met(tenant(), whose.id, [{ document: whose.document, hashes: { phash: 'ffff0000ffff0000', dhash: 'ffff0000ffff0000' }, number }]); // prettier-ignore
    expect((await met(one, 'D C01X00T47')).size).toBe(0);
    expect((await met(other, 'D L898902C3')).size).toBe(0);
    expect([...(await met(third, 'D C01X00T47'))]).toEqual([[third.document.id, 'number']]);
    expect([...(await met(third, 'D C01X00T47'))]).toEqual([[third.document.id, 'number']]);
  });

  it('is met again by how it looks, a few bits apart and no more, and not in another tenant', async () => {
    const [one, other] = [await send(drawn(6), 'selfie'), await send(drawn(8), 'selfie')];
    const look = (whose: typeof one, phash: string, inTenant = tenant()) => prints().met(inTenant, whose.id, [{ document: { ...whose.document, sha256: sha(whose.id) }, hashes: { phash, dhash: '0f0f0f0f0f0f0f0f' } }]); // prettier-ignore
    expect((await look(one, '0123456789abcdef')).size).toBe(0);
    expect([...(await look(other, '1123456799abcdee'))]).toEqual([[other.document.id, 'looks']]);
    expect((await look(other, 'fedcba9876543210')).size).toBe(0);
    const elsewhere = await server.addTenant('Another tenant');
    expect((await look(other, '0123456789abcdef', elsewhere.id)).size).toBe(0);
  });

  it('is an alert that names nobody', async () => {
    const sentences = ['exactly this file', 'with this number', 'looks the same'];
    const bytes = drawn(0);
    const { id, document } = await send(bytes, 'passport');
    const customer = await server.integrator(`/v1/customers/${id}`);
    const level = shippedLevels.find(one => one.id === 'kyc-enhanced');
    if (!level) throw new Error('it is shipped');
    const outcome = await documentProvider(reader, prints()).run(
      {
        tenantId: tenant(),
        customer: (await customer.json()) as Customer,
        level,
        at: now,
        readDocument: async () => bytes,
      },
      new AbortController().signal,
    );
    expect(outcome.state).toBe('alert');
    const found = outcome.findings.filter(({ code }) => code === 'compliance.duplicateAccount');
    expect(found).toMatchObject([
      { item: `document:${document.id}`, message: `Another customer sent ${sentences[0]}.` },
    ]);
  });
});
