import { parseArgs } from 'node:util';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { isSameLook } from '../src/backend/providers/document/index.ts';
import { decodedFrom } from '../src/backend/providers/reading/image/decode.ts';
import { hashesOf, type PictureHashes } from '../src/backend/providers/reading/image/hashes.ts';
import { readingSide } from '../src/backend/providers/reading/read-picture.ts';
import { createBackdrops } from '../src/backend/sample/draw/backdrops.ts';
import { drawSelfie } from '../src/backend/sample/draw/selfie.ts';
import { drawIdentity } from './drawn-identities.ts';

/** Every so many-th person's pictures are copied. */
const copied = 4;

/**
 * How often pictures of two people are taken for one, and copies of one picture are known again:
 * `node bench/looks.ts --count 300`. People are those of `bench/reading.ts`; every one is compared with every other.
 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '300' }, seed: { type: 'string', default: 'looks' } },
});
const count = Number(values.count);
const now = Date.UTC(2026, 10, 21);

interface Copy {
  readonly scale: number;
  readonly quality: number;
  readonly light: number;
  /** Share of each side that is cut away. */
  readonly cut: number;
}

const copies: Readonly<Record<string, Copy>> = {
  'scaled to 70 %, compressed anew': { scale: 0.7, quality: 60, light: 1, cut: 0 },
  'a fifth darker': { scale: 1, quality: 85, light: 0.8, cut: 0 },
  'cut by 2 % on each side': { scale: 1, quality: 85, light: 1, cut: 0.02 },
};

async function hashed(bytes: Uint8Array, how?: Copy): Promise<PictureHashes> {
  const image = await loadImage(Buffer.from(bytes));
  if (!how) return hashesOf(decodedFrom(image).gray(readingSide));
  const { scale, quality, light, cut } = how;
  const canvas = createCanvas(
    Math.round(image.width * scale * (1 - 2 * cut)),
    Math.round(image.height * scale * (1 - 2 * cut)),
  );
  const context = canvas.getContext('2d');
  context.drawImage(
    image,
    -image.width * scale * cut,
    -image.height * scale * cut,
    image.width * scale,
    image.height * scale,
  );
  context.fillStyle = `rgba(0, 0, 0, ${1 - light})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const copied = await loadImage(canvas.toBuffer('image/jpeg', quality));
  return hashesOf(decodedFrom(copied).gray(readingSide));
}

async function main(): Promise<void> {
  const backdrops = createBackdrops();
  const known = new Map<string, PictureHashes[]>();
  const again = new Map<string, number>();
  const copiedOf = new Map<string, number>();
  for (let index = 0; index < count; index += 1) {
    const { identity, documents } = drawIdentity({ seed: values.seed, index, now });
    for (const { bytes, type, side } of [...documents, drawSelfie(identity.person, backdrops)]) {
      const hashes = await hashed(bytes);
      const name = `${type}${side ? ` (${side})` : ''}`;
      known.set(name, [...(known.get(name) ?? []), hashes]);
      if (index % copied === 0) copiedOf.set(name, (copiedOf.get(name) ?? 0) + 1);
      for (const [copy, how] of index % copied === 0 ? Object.entries(copies) : []) {
        const key = `${name}, ${copy}`;
        again.set(key, (again.get(key) ?? 0) + (isSameLook(hashes, await hashed(bytes, how)) ? 1 : 0));
      }
    }
  }
  for (const [name, all] of known) {
    let alike = 0;
    all.forEach((one, at) => {
      for (const other of all.slice(at + 1)) if (isSameLook(one, other)) alike += 1;
    });
    console.log(
      `${name}: ${alike} of ${(all.length * (all.length - 1)) / 2} pairs of two people look the same`,
    );
    for (const copy of Object.keys(copies)) {
      console.log(
        `  known again, ${copy}: ${again.get(`${name}, ${copy}`) ?? 0} of ${copiedOf.get(name) ?? 0}`,
      );
    }
  }
}

await main();
