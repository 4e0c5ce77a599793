import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawIdentity } from '../../../../../bench/drawn-identities.ts';
import { pictureFaults } from '../../../../../src/backend/providers/document/picture.ts';
import { bitsApart, hashesOf } from '../../../../../src/backend/providers/reading/image/hashes.ts';
import { inkOf } from '../../../../../src/backend/providers/reading/image/ink.ts';
import { marksOf } from '../../../../../src/backend/providers/reading/image/marks.ts';
import { statedSize } from '../../../../../src/backend/providers/reading/image/pixels.ts';
import { measured } from '../../../../../src/backend/providers/reading/image/quality.ts';
import { turned, turns, type Gray } from '../../../../../src/backend/providers/reading/image/raster.ts';
import {
  skewedBack,
  skewOf,
  straightened,
  type Point,
} from '../../../../../src/backend/providers/reading/image/skew.ts';
import { boxAround, placeOf, turnedBack } from '../../../../../src/backend/providers/reading/places.ts';
import { decodePicture } from '../../../../../src/backend/providers/reading/image/decode.ts';

function picture(width: number, height: number, at: (x: number, y: number) => number): Gray {
  const data = Uint8Array.from({ length: width * height }, (_, place) =>
    Math.max(0, Math.min(255, Math.round(at(place % width, Math.floor(place / width))))),
  );
  return { width, height, data };
}

const print = (x: number, y: number): number => ((x >> 3) + (y >> 4)) % 3 === 0 ? 40 : 220; // prettier-ignore
const softly = (gray: Gray, radius: number): Gray =>
  picture(gray.width, gray.height, (x, y) => {
    let [sum, count] = [0, 0];
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        const value = gray.data[(y + dy) * gray.width + x + dx];
        if (value === undefined || x + dx < 0 || x + dx >= gray.width) continue;
        sum += value;
        count += 1;
      }
    }
    return sum / count;
  });

const size = { width: 400, height: 300 };
const grays = fc
  .tuple(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 20, max: 60 }), fc.infiniteStream(fc.nat(255)))
  .map(([width, height, stream]) => ({
    width,
    height,
    data: Uint8Array.from(stream.take(width * height)),
  }));

describe('measures of a picture', () => {
  it('say less sharp of the same picture the more it is blurred, whatever its light', () => {
    const sharp = picture(400, 300, print);
    const values = [sharp, softly(sharp, 1), softly(sharp, 3)].map(one => measured(one, size).sharpness);
    expect(values.toSorted((a, b) => b - a)).toEqual(values);
    expect((values[0] ?? 0) / (values[2] ?? 1)).toBeGreaterThan(10);
    const darker = picture(400, 300, (x, y) => print(x, y) * 0.5);
    expect(measured(darker, size).sharpness / (values[0] ?? 1)).toBeCloseTo(1, 1);
    expect(measured(darker, size).brightness).toBeCloseTo(measured(sharp, size).brightness / 2, 1);
  });

  it('find a burnt-out patch amid the page and not a white margin', () => {
    const inside = picture(400, 300, (x, y) =>
      (x - 200) ** 2 + (y - 150) ** 2 < 70 ** 2 ? 255 : print(x, y),
    );
    const margin = picture(400, 300, (x, y) => (x < 100 || x > 300 || y < 60 || y > 240 ? 255 : print(x, y)));
    expect(measured(inside, size).glare).toBeGreaterThan(0.06);
    expect(measured(margin, size).glare).toBe(0);
  });

  it('see nothing on a sheet of one shade', () => {
    expect(
      measured(
        picture(400, 300, () => 231),
        size,
      ).contrast,
    ).toBe(0);
  });
});

describe('[PRV-26] pictures of drawn IDs', () => {
  /** A side costs a third of a second of a core; SEALDESK_PICTURES=all takes the 53 sides of the figures in docs/READING.md. */
  const people = process.env['SEALDESK_PICTURES'] === 'all' ? 40 : 4;

  /** What is said against each side when it is drawn so, and with its light taken to each of these shares. */
  async function faultsOf(
    how: { readonly blur?: number },
    lights: readonly number[] = [1],
  ): Promise<readonly (readonly (readonly string[])[])[]> {
    const all = lights.map((): (readonly string[])[] => []);
    for (let index = 0; index < people; index += 1) {
      const drawn = drawIdentity({ seed: 'quality', index, now: Date.UTC(2026, 10, 21), ...how });
      for (const { bytes, mime, type } of drawn.documents) {
        const decoded = await decodePicture(bytes, mime);
        if (!decoded.ok) throw new Error(decoded.problem);
        const gray = decoded.value.gray(1700);
        for (const [place, light] of lights.entries()) {
          const lit = light === 1 ? gray : { ...gray, data: gray.data.map(shade => shade * light) };
          all[place]?.push(
            pictureFaults(type, measured(lit, decoded.value.original)).map(({ code }) => code),
          );
        }
      }
    }
    return all;
  }
  const share = (
    of: readonly (readonly string[])[],
    isMeant: (codes: readonly string[]) => boolean,
  ): number => of.filter(isMeant).length / of.length;

  it('are turned away when blurred or dark and not when clean', async () => {
    const [clean = [], dark = []] = await faultsOf({}, [1, 0.3]);
    expect(clean.length).toBeGreaterThan(people);
    expect(share(clean, codes => codes.length > 0)).toBeLessThanOrEqual(0.02);
    expect(share(dark, codes => codes.join() === 'imageQuality.tooDark')).toBeGreaterThanOrEqual(0.95);
    for (const blur of [2, 6]) {
      const [blurred = []] = await faultsOf({ blur });
      expect(share(blurred, codes => codes.includes('imageQuality.blurry'))).toBeGreaterThanOrEqual(0.95);
    }
  }, 600_000);
});

describe('perceptual hashes', () => {
  it('stay when a picture is made smaller, darker or noisy, and differ for another one', () => {
    const shape = (seed: number) => (scale: number, light: number) => picture(Math.round(300 * scale), Math.round(200 * scale), (x, y) => (128 + 90 * Math.sin((x / scale / 300) * seed) * Math.cos((y / scale / 200) * (seed + 2)) + ((x * 7 + y * 13) % 5)) * light); // prettier-ignore
    const [one, other] = [shape(5), shape(9)];
    const whole = hashesOf(one(1, 1));
    const small = hashesOf(one(0.6, 0.8));
    expect(bitsApart(whole.phash, small.phash)).toBeLessThanOrEqual(4);
    expect(bitsApart(whole.dhash, small.dhash)).toBeLessThanOrEqual(4);
    expect(bitsApart(whole.phash, hashesOf(other(1, 1)).phash)).toBeGreaterThan(16);
  });

  it('are apart by a distance: none to itself, the same both ways, all bits to its opposite', () => {
    const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(hash, hash, (one, other) => {
        const opposite = [...one].map(digit => (15 - Number.parseInt(digit, 16)).toString(16)).join('');
        expect(bitsApart(one, one)).toBe(0);
        expect(bitsApart(one, opposite)).toBe(64);
        expect(bitsApart(one, other)).toBe(bitsApart(other, one));
      }),
    );
  });
});

describe('pixels', () => {
  it('come back to their place after four quarter turns, and boxes with them', () => {
    fc.assert(
      fc.property(grays, gray => {
        const back = turns.reduce<Gray>(one => turned(one, 1), gray);
        expect(Buffer.from(back.data).equals(gray.data)).toBe(true);
        for (const turn of turns) {
          const other = turned(gray, turn);
          const pixel = placeOf([0, 0, 1 / other.width, 1 / other.height], point => turnedBack(point, turn));
          const [x, y] = boxAround(pixel);
          const at = Math.round(y * gray.height) * gray.width + Math.round(x * gray.width);
          expect(other.data[0]).toBe(gray.data[at]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('of ink are told from paper in falling light, and hang together in marks', () => {
    const page = picture(300, 100, (x, y) => {
      const light = 0.4 + 0.6 * (x / 300);
      const isInk = y > 40 && y < 60 && x % 60 > 20 && x % 60 < 40;
      return (isInk ? 60 : 230) * light;
    });
    const { marks } = marksOf(inkOf(page, 51), 300, 100);
    expect(marks.map(({ left, right, top, bottom }) => [right - left, bottom - top])).toEqual(
      Array.from({ length: 5 }, () => [18, 18]),
    );
  });

  it('[PRV-25] are counted before anything is decoded: a small file that unfolds to gigabytes is turned away', async () => {
    const png = Buffer.alloc(64);
    png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    png.write('IHDR', 12, 'latin1');
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    expect(statedSize(png, 'image/png')).toEqual({ width: 60_000, height: 60_000 });
    expect(await decodePicture(png, 'image/png')).toEqual({ ok: false, problem: 'tooManyPixels' });
    expect(await decodePicture(png.subarray(0, 12), 'image/png')).toEqual({ ok: false, problem: 'broken' });
  });

  it('of any bytes are counted without a throw', () => {
    const mimes = ['image/png', 'image/jpeg', 'image/webp'] as const;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(...mimes), (bytes, mime) => {
        const begins = { 'image/png': [0x89, 0x50], 'image/jpeg': [0xff, 0xd8, 0xff], 'image/webp': [...Buffer.from('RIFF....WEBPVP8X')] }; // prettier-ignore
        const size = statedSize(Uint8Array.from([...begins[mime], ...bytes]), mime);
        if (size) expect(size.width * size.height).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('skew', () => {
  /** Middles of letters in lines of text, turned clockwise about the middle of the page. */
  const page = (degrees: number): readonly Point[] => {
    const angle = (degrees * Math.PI) / 180;
    return Array.from({ length: 12 * 40 }, (_, at): Point => {
      const [x, y] = [(at % 40) * 17 + ((at * 7) % 5) - 340, Math.floor(at / 40) * 34 - 200];
      return [
        500 + x * Math.cos(angle) - y * Math.sin(angle),
        400 + x * Math.sin(angle) + y * Math.cos(angle),
      ];
    });
  };

  it('is measured to half a degree, whichever way the page lies', () => {
    for (const degrees of [-18, -7.3, -2, 0, 1.6, 5, 12.4, 19]) {
      for (const quarter of [0, 90, 180, 270]) {
        expect(Math.abs(skewOf(page(degrees + quarter), 20) - degrees)).toBeLessThan(0.5);
      }
    }
    expect(skewOf(page(10).slice(0, 20), 20)).toBe(0);
  });

  it('is undone, and points are brought back to where they were', () => {
    const dot = picture(200, 120, (x, y) => ((x - 150) ** 2 + (y - 30) ** 2 < 36 ? 0 : 255));
    for (const degrees of [-15, -4, 3, 11]) {
      const straight = straightened(dot, degrees);
      const dark = [...straight.data.keys()].filter(at => (straight.data[at] ?? 255) < 128);
      const mean = (of: (at: number) => number): number =>
        dark.reduce((sum, at) => sum + of(at), 0) / dark.length;
      const [x, y] = [mean(at => at % straight.width), mean(at => Math.floor(at / straight.width))];
      const [backX, backY] = skewedBack([x / straight.width, y / straight.height], dot, degrees);
      expect(Math.abs(backX * 200 - 150)).toBeLessThan(1.5);
      expect(Math.abs(backY * 120 - 30)).toBeLessThan(1.5);
    }
  });
});
