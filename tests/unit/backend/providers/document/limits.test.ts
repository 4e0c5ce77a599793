import { describe, expect, it, test } from 'vitest';
import { missingPages } from '../../../../../src/backend/providers/document/pages.ts';
import { pictureFaults } from '../../../../../src/backend/providers/document/picture.ts';
import { isSameLook } from '../../../../../src/backend/providers/document/prints.ts';
import { zoneFaults } from '../../../../../src/backend/providers/document/zone.ts';
import type {
  PictureFacts,
  ReadDocument,
  ZoneReading,
} from '../../../../../src/backend/providers/reading/index.ts';

describe('[PRV-26] a picture', () => {
  /** One at which nothing is wrong by a hair. */
  const just: PictureFacts = {
    width: 600,
    height: 380,
    sharpness: 0.25,
    brightness: 0.3,
    contrast: 0.5,
    glare: 0.05,
  };
  const codes = (type: 'passport' | 'selfie', over: Partial<PictureFacts>) =>
    pictureFaults(type, { ...just, ...over }).map(({ code }) => code);

  it('at its limits is good, and each measure beyond has a name of its own', () => {
    expect(codes('passport', {})).toEqual([]);
    expect(codes('passport', { width: 380, height: 600 })).toEqual([]);
    expect(codes('passport', { width: 599 })).toEqual(['imageQuality.unreadable']);
    expect(codes('passport', { brightness: 0.29 })).toEqual(['imageQuality.tooDark']);
    expect(codes('passport', { sharpness: 0.24 })).toEqual(['imageQuality.blurry']);
    expect(codes('passport', { glare: 0.06 })).toEqual(['imageQuality.glare']);
  });

  it('of a face may have soft edges and shine, and is dark and small as any', () => {
    expect(codes('selfie', { sharpness: 0.02, glare: 0.5 })).toEqual([]);
    expect(codes('selfie', { sharpness: 0.01 })).toEqual(['imageQuality.blurry']);
    expect(codes('selfie', { width: 599, brightness: 0.29 })).toEqual([
      'imageQuality.unreadable',
      'imageQuality.tooDark',
    ]);
  });
});

describe('[PRV-20] a wrong check digit', () => {
  const zone = (wrong: readonly ZoneReading['checks'][number]['of'][], doubts: ZoneReading['doubts']): ZoneReading => ({
    format: 'TD3',
    page: 1,
    turn: 0,
    lines: [],
    asRead: [],
    checks: wrong.map(of => ({ of, ok: false })),
    doubts,
    places: [],
  }); // prettier-ignore
  const states = (...given: Parameters<typeof zone>) => zoneFaults(zone(...given)).map(({ state }) => state);

  it('is an alert though one of its signs was unclear, and the picture’s fault from two on', () => {
    expect(states(['documentNumber'], [])).toEqual(['alert']);
    expect(states(['documentNumber'], [[1, 3]])).toEqual(['alert']);
    expect(states(['documentNumber'], [[1, 3], [1, 9]])).toEqual(['rfi']); // prettier-ignore
    // Signs of which another digit is taken are no excuse.
    expect(states(['documentNumber'], [[1, 13], [1, 14], [1, 22]])).toEqual(['alert']); // prettier-ignore
  });

  it('of two parts may have one unclear sign in each', () => {
    expect(states(['documentNumber', 'expiry'], [[1, 3], [1, 22]])).toEqual(['alert']); // prettier-ignore
    expect(states(['documentNumber', 'expiry'], [[1, 3], [1, 4], [1, 22]])).toEqual(['rfi']); // prettier-ignore
  });
});

describe('[PRV-29] the pages that a document numbers', () => {
  const read = (texts: readonly string[], pageCount = texts.length): ReadDocument => ({
    kind: 'read',
    pageCount,
    pages: texts.map((text, place) => ({
      page: place + 1,
      source: 'text',
      confidence: 1,
      lies: { size: { width: 1, height: 1 }, skew: 0, turn: 0 },
      lines: [{ text, region: [0, 0, 1, 0.1], words: [] }],
    })),
  });

  it('are missing where there are fewer pages, and not where a number alone could not be read', () => {
    expect(missingPages(read(['Page 1 of 3', 'Page 3 of 3']))).toEqual({ total: 3, missing: [2] });
    expect(missingPages(read(['Page 1 of 3', 'P ge 2 0f 3', 'Page 3 of 3']))).toBeUndefined();
    expect(missingPages(read(['Page 1 of 2', 'Page 2 of 2']))).toBeUndefined();
    expect(missingPages(read(['Page 1 of 3', 'Page 2 of 3'], 5))).toBeUndefined();
  });
});

test('[PRV-27] two pictures are files of one within four bits of the one hash and two of the other', () => {
  const one = { phash: '0000000000000000', dhash: '0000000000000000' };
  const apart = (phash: string, dhash: string) =>
    isSameLook(one, { phash: phash.padStart(16, '0'), dhash: dhash.padStart(16, '0') });
  expect(apart('f', '3')).toBe(true);
  expect(apart('1f', '3')).toBe(false);
  expect(apart('f', '7')).toBe(false);
});
