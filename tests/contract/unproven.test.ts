import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawSelfie } from '../../src/backend/sample/draw/selfie.ts';
import { createBackdrops } from '../../src/backend/sample/draw/backdrops.ts';
import { countryOf, personOf } from '../../src/backend/sample/people/index.ts';
import { randomOf } from '../../src/backend/sample/random.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  createCustomer,
  enhancedFields,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { customerOf } from '../support/checking.ts';
import { eventually } from '../support/eventually.ts';

/** Milliseconds of real time that reading pictures may take on a busy machine. */
const patience = 300_000;
let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ runsJobs: true })));
afterAll(() => server.close());

/** A sharp, bright picture on which these lines stand. */
function pictureOf(...lines: readonly string[]): Buffer<ArrayBuffer> {
  const canvas = createCanvas(1000, 700);
  const context = canvas.getContext('2d');
  context.fillStyle = '#e8e6df';
  context.fillRect(0, 0, 1000, 700);
  context.fillStyle = '#111';
  context.font = 'bold 76px sans-serif';
  lines.forEach((line, at) => context.fillText(line, 40, 110 + 95 * at));
  return Buffer.from(canvas.toBuffer('image/png'));
}

const menu = pictureOf(
  'Menu of the day',
  'Tomato soup 5.50',
  'Bread and butter 1.20',
  'Fried potatoes 6.40',
  'Apple pie 4.80',
  'A pot of tea 2.10',
);
const list = pictureOf(
  'Shopping list',
  'Milk and butter',
  'Bread and eggs',
  'Washing powder',
  'Six candles',
  'Oranges, plums',
);

test(
  '[PRV-15] four sharp pictures that say nothing of anybody are nothing against a case, and no proof either: people decide',
  { timeout: 2 * patience },
  async () => {
    const { id } = await createCustomer(server, {
      levelId: 'kyc-enhanced',
      fields: { ...enhancedFields, idType: 'driving_licence' },
    });
    for (const side of ['front', 'back'] as const)
      await uploadDocument(server, id, { type: 'driving_licence', side, bytes: menu });
    await uploadDocument(server, id, { type: 'utility_bill', bytes: list });
    const face = drawSelfie(
      personOf(countryOf('DEU'), randomOf('menu'), server.clock.now()),
      createBackdrops(),
    );
    await uploadDocument(server, id, { type: 'selfie', bytes: Buffer.from(face.bytes) });
    await submitCustomer(server, id);
    const checked = await eventually(async () => {
      const customer = await customerOf(server, id);
      return customer.providers.every(({ state }) => state !== 'pending') && customer;
    }, patience);
    expect([checked.status, checked.providers.map(({ name, state }) => `${name} ${state}`)]).toEqual([
      'UNDER_REVIEW',
      ['extraction clear', 'document clear', 'data clear', 'screening clear'],
    ]);
    const rows = await server.backend.context.store.reader
      .selectFrom('audit')
      .select(['action', 'data'])
      .where('customerId', '=', id)
      .orderBy('index')
      .execute();
    expect(rows.at(-1)?.action).toBe('checks.left_to_people');
    expect(JSON.parse(rows.at(-1)?.data ?? '{}')).toMatchObject({
      why: ['lastName', 'firstName', 'dateOfBirth', 'idNumber', 'idExpiry', 'address'].map(
        what => `unconfirmed:${what}`,
      ),
    });
  },
);
