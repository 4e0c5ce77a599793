import { createHash } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { drawIdentity, type DrawnIdentity } from '../../../../../bench/drawn-identities.ts';
import { extractedFrom } from '../../../../../src/backend/providers/extraction/index.ts';
import { createReader, type Reading } from '../../../../../src/backend/providers/reading/index.ts';
import type { Document, Mime, Region } from '../../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../../support/customer.ts';

const now = Date.UTC(2026, 10, 21);
const reader = createReader({ size: 1, limitMs: 300_000 });
const never = new AbortController().signal;
afterAll(() => reader.close());

const read = (bytes: Uint8Array, mime: Mime): Promise<Reading> =>
  reader.read({ mime, type: 'other', sha256: createHash('sha256').update(bytes).digest('hex') }, async () => bytes, never); // prettier-ignore

const withZone = ({ documents: [document] }: DrawnIdentity) => {
  if (!document) throw new Error('an identity has a document');
  return document;
};

/** The values that were read, with their regions, as the check gives them. */
function valuesOf(reading: Reading, mime: Mime) {
  const customer = { ...customerWith({ id: 'one' }), fields: {} };
  const document: Document = {
    id: 'one',
    type: 'passport',
    filename: 'passport',
    mime,
    size: 1,
    sha256: '0'.repeat(64),
    customerId: 'one',
    uploadedBy: 'integrator',
    uploadedAt: new Date(now).toISOString(),
  };
  return Object.entries(extractedFrom(customer, { document, reading }, 2026)).flatMap(([field, values]) =>
    values.map(value => ({ field, ...value })),
  );
}

type Corners = readonly (readonly [x: number, y: number])[];
const cornersOf = ([x, y, width, height]: Region): Corners => [[x, y], [x + width, y], [x, y + height], [x + width, y + height]]; // prettier-ignore

/** Whether a region holds the middle of what was drawn, and is no larger than it by much in either direction. */
function expectAround(region: Region | null | undefined, drawn: Corners, name: string): void {
  const [x, y, width, height] = region ?? [0, 0, 0, 0];
  const [xs, ys] = [drawn.map(([one]) => one), drawn.map(([, one]) => one)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  expect(x < middleX && middleX < x + width && y < middleY && middleY < y + height, name).toBe(true);
  expect(width, name).toBeLessThan((right - left) * 1.6 + 0.02);
  expect(height, name).toBeLessThan((bottom - top) * 1.6 + 0.02);
}

describe('[PRV-22] drawn IDs', () => {
  const count = 20;

  it(`are read right in at least 95 % of ${count}, quarter turns among them, and each value lies where it was drawn`, async () => {
    const wrong: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const drawn = drawIdentity({ seed: 'figure', index, now, turned: index % 5 === 4 });
      const { bytes, mime, readings } = withZone(drawn);
      const reading = await read(bytes, mime);
      if (reading.kind !== 'read' || reading.zone?.lines.join() !== drawn.lines.join()) {
        wrong.push(index);
        continue;
      }
      const values = valuesOf(reading, mime).filter(({ source }) => source === 'mrz');
      expect(values.length).toBeGreaterThan(5);
      for (const { field, region } of values) {
        const place = readings.find(one => one.field === field && one.source === 'mrz');
        if (place) expectAround(region, cornersOf(place.region), `${field} of ${index}`);
      }
    }
    expect(wrong.length, `wrong: ${wrong.join(', ')}`).toBeLessThanOrEqual(count * 0.05);
    // Twenty readings, each of which takes seconds of a core.
  }, 1_800_000);

  it.each([-13, 7, 180, 260])(
    'that lie askew by %i degrees on a desk are made straight and read, with each value where it lies',
    async degrees => {
      const drawn = drawIdentity({ seed: 'askew', index: Math.abs(degrees) % 5, now });
      const document = withZone(drawn);
      const image = await loadImage(Buffer.from(document.bytes));
      const angle = (degrees * Math.PI) / 180;
      const side = Math.ceil(Math.hypot(image.width, image.height));
      const canvas = createCanvas(side, side);
      const context = canvas.getContext('2d');
      context.fillStyle = '#8a7a66';
      context.fillRect(0, 0, side, side);
      context.translate(side / 2, side / 2);
      context.rotate(angle);
      context.drawImage(image, -image.width / 2, -image.height / 2);
      const reading = await read(canvas.toBuffer('image/png'), 'image/png');
      expect(reading.kind === 'read' && reading.zone?.lines).toEqual(drawn.lines);
      const askew = ([x, y]: readonly [number, number]): readonly [number, number] => {
        const [dx, dy] = [(x - 0.5) * image.width, (y - 0.5) * image.height];
        return [
          0.5 + (dx * Math.cos(angle) - dy * Math.sin(angle)) / side,
          0.5 + (dx * Math.sin(angle) + dy * Math.cos(angle)) / side,
        ];
      };
      for (const { field, region, source } of valuesOf(reading, 'image/png')) {
        const place = document.readings.find(
          one => one.field === field && one.source === (source === 'ocr' ? 'text' : source),
        );
        if (place) expectAround(region, cornersOf(place.region).map(askew), `${source} ${field}`);
      }
    },
  );
});
