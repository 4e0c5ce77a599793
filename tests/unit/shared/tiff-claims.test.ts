import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tiffAsPdf } from '../../../src/shared/tiff/index.ts';
import { deflatedStrips, rawStart, rawTiff, tiffOf, type RawEntry } from '../../support/tiff.ts';

const [short, long, fraction] = [3, 4, 5];
const megabyte = 1024 * 1024;

/** What comes of a file, and what this thread and this process spent on it: seconds of a core, bytes resident beyond before. */
async function spentOn(bytes: Uint8Array<ArrayBuffer>) {
  const [cpu, peak] = [process.threadCpuUsage(), process.resourceUsage().maxRSS];
  const pdf = await tiffAsPdf(bytes);
  const { user, system } = process.threadCpuUsage(cpu);
  const resident = (process.resourceUsage().maxRSS - peak) * 1024;
  return { problem: pdf.ok ? undefined : pdf.problem, seconds: (user + system) / 1e6, resident };
}

/** A page of one grey pixel that is sound, but for what stands in place of its entries. */
function pageWith(changes: readonly RawEntry[], pixelAt = rawStart): readonly RawEntry[] {
  const sound: readonly RawEntry[] = [
    [256, short, 1, 1],
    [257, short, 1, 1],
    [258, short, 1, 8],
    [259, short, 1, 1],
    [262, short, 1, 1],
    [273, long, 1, pixelAt],
    [277, short, 1, 1],
    [278, short, 1, 1],
    [279, long, 1, 1],
  ];
  const entries = new Map([...sound, ...changes].map(entry => [entry[0], entry]));
  return [...entries.values()].toSorted((a, b) => a[0] - b[0]);
}

const fileWith = (changes: readonly RawEntry[], behind?: Uint8Array): Uint8Array<ArrayBuffer> =>
  rawTiff([pageWith(changes)], behind);

describe('[PRV-41] a TIFF that claims', () => {
  it('nothing untrue is opened, so that the files below are refused for what is changed in them', async () => {
    expect(await spentOn(fileWith([]))).toMatchObject({ problem: undefined });
  });

  it.each([
    ['single bytes', 1, 49_000_000, 'broken'],
    ['whole numbers', short, 24_500_000, 'notSupported'],
  ] as const)(
    '49 million bytes as %s under each tag, which do lie in it, costs next to nothing',
    async (_, type, count, problem) => {
      const at = 4096;
      const tags = [256, 257, 258, 259, 262, 266, 274, 277, 278, 284, 292, 317, 339];
      const bytes = fileWith(tags.map(tag => [tag, type, count, at]), new Uint8Array(at + 49_000_000).fill(1)); // prettier-ignore
      const spent = await spentOn(bytes);
      expect(spent.problem).toBe(problem);
      expect(spent.seconds).toBeLessThan(0.5);
      expect(spent.resident).toBeLessThan(64 * megabyte);
    },
  );

  it('millions of values under a tag that has one is read by its first', async () => {
    const at = 4096;
    const tags = [256, 257, 259, 262, 266, 274, 277, 278, 284, 317];
    const bytes = fileWith(tags.map(tag => [tag, short, 10_000_000, at]), new Uint8Array(at + 20_000_000)); // prettier-ignore
    new Uint16Array(bytes.buffer).fill(1, at / 2);
    const spent = await spentOn(bytes);
    expect(spent.problem).toBeUndefined();
    expect(spent.seconds).toBeLessThan(0.5);
  });

  it('more strips than a file of 500 sheets has is not opened, also where pages share the list of them', async () => {
    const rows = 60_000;
    const pages = 40;
    // Where the one list of offsets and lengths lies: behind all directories. Each strip is one byte, at byte 1.
    const at = rawStart + pages * (2 + pageWith([]).length * 12 + 4);
    const behind = new Uint8Array(4_000_000);
    new Uint32Array(behind.buffer).fill(1, 0, rows);
    const page = pageWith([
      [257, long, 1, rows],
      [273, long, rows, at],
      [279, long, rows, at],
    ]);
    const spent = await spentOn(rawTiff(Array.from({ length: pages }, () => page), behind)); // prettier-ignore
    expect(spent.problem).toBe('notSupported');
    expect(spent.seconds).toBeLessThan(1);
  });

  it('tables of megabytes that every JPEG tile would get is not opened', async () => {
    const file = fileWith([[259, short, 1, 7], [347, 7, megabyte, rawStart]], new Uint8Array(megabyte)); // prettier-ignore
    expect(await spentOn(file)).toMatchObject({ problem: 'notSupported' });
  });

  it('tiles far beyond its page is turned away before one of them is unpacked', async () => {
    const tile = [16, 390_000] as const;
    const packed = deflateSync(Buffer.alloc(tile[0] * tile[1] * 8 * 2));
    const wide = { width: 1, height: 1, bits: 16, samples: 8, photometric: 2, compression: 8, tile };
    const spent = await spentOn(new Uint8Array(tiffOf([{ ...wide, blocks: [packed] }])));
    expect(spent.problem).toBe('tooManyPixels');
    expect(spent.resident).toBeLessThan(32 * megabyte);
    // Each not too large, but 256 MB together: tiles are counted as they are unpacked, not as the page shows them.
    const usual = { ...wide, tile: [2048, 2048] as const, blocks: [packed] };
    const many = await spentOn(new Uint8Array(tiffOf(Array.from({ length: 5 }, () => usual))));
    expect(many.problem).toBe('tooManyPixels');
    expect(many.resident).toBeLessThan(32 * megabyte);
  });

  it('a tile of usual size on a small page is opened', async () => {
    const page = { width: 1, height: 1, tile: [256, 256] as const, compression: 8 };
    const file = tiffOf([{ ...page, blocks: [deflateSync(Buffer.alloc(256 * 256))] }]);
    expect(await spentOn(new Uint8Array(file))).toMatchObject({ problem: undefined });
  });

  it('thousands of directories, each of them over the next and a preview, is left at once', async () => {
    const [base, total, entries] = [0x1_1a00, 1500, 512];
    const bytes = new Uint8Array(base + (total + entries) * 24);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x002a_4949, true);
    view.setUint32(4, base, true);
    // Every 24 bytes a directory begins: how many entries it has, where another one goes on, and an entry that all before share.
    for (let at = base; at + 24 <= bytes.length; at += 24) {
      view.setUint16(at, entries, true);
      view.setUint32(at + 2, at + 24 - entries * 12, true);
      view.setUint16(at + 14, 254, true);
      view.setUint16(at + 16, short, true);
      view.setUint32(at + 18, 1, true);
      view.setUint16(at + 22, 1, true);
    }
    const spent = await spentOn(bytes);
    expect(spent.problem).toBe('notSupported');
    expect(spent.seconds).toBeLessThan(0.5);
  });

  it('more entries in a directory than anybody writes is broken', async () => {
    const remarks = (count: number) => Array.from({ length: count }, (): RawEntry => [40_000, short, 1, 1]);
    const sound = pageWith([]);
    expect(await spentOn(rawTiff([[...sound, ...remarks(500)]]))).toMatchObject({ problem: undefined });
    expect(await spentOn(rawTiff([[...sound, ...remarks(504)]]))).toMatchObject({ problem: 'broken' });
  });

  it.each([256, 257, 258, 277, 278, 322])('a fraction of nothing under tag %i is broken', async tag => {
    // 0/0: no number, which is not more than any limit.
    const at = rawStart + 2 + 10 * 12 + 4 + 64;
    expect(await spentOn(fileWith([[tag, fraction, 1, at]], new Uint8Array(256)))).toMatchObject({ problem: 'broken' }); // prettier-ignore
  });

  it('a fraction of nothing as its resolution is shown as if it had none', async () => {
    const file = fileWith([[282, fraction, 1, 256], [283, fraction, 1, 256]], new Uint8Array(512)); // prettier-ignore
    const pdf = await tiffAsPdf(file);
    expect(pdf.ok && new TextDecoder('latin1').decode(pdf.value)).toContain('/MediaBox [0 0 1 1]');
  });

  it('any type and count under any tag is opened in whole numbers or refused, in little time', async () => {
    const pixels = new Uint8Array(48 * 40).fill(9);
    const good = tiffOf([
      { width: 48, height: 40, compression: 8, rowsPerStrip: 8, blocks: deflatedStrips(pixels, 48, 8) },
      { width: 48, height: 40, tile: [16, 48], blocks: [0, 1, 2].map(() => pixels.subarray(0, 16 * 48)) },
    ]);
    const entries: number[] = [];
    for (let at = good.readUInt32LE(4); at !== 0;) {
      const total = good.readUInt16LE(at);
      for (let index = 0; index < total; index += 1) entries.push(at + 2 + index * 12);
      at = good.readUInt32LE(at + 2 + total * 12);
    }
    // Behind it as much as a count can claim: four megabytes of ones.
    const file = Buffer.concat([good, Buffer.alloc(4 * megabyte, 1)]);
    const counts = fc.oneof(fc.nat(16), fc.constantFrom(512 * 1024, 2 ** 20, 2 ** 21, 2 ** 22, 2 ** 32 - 1), fc.nat(2 ** 22)); // prettier-ignore
    const change = fc.record({
      entry: fc.constantFrom(...entries),
      tag: fc.option(fc.constantFrom(254, 258, 320, 322, 339, 347), { freq: 4 }),
      type: fc.constantFrom(1, 3, 3, 3, 4, 4, 5, 7, 0, 2, 12, 65_535),
      count: counts,
      value: fc.option(fc.oneof(fc.constant(good.length), fc.nat(70_000), fc.nat(2 ** 32 - 1))),
    });
    const cpu = process.threadCpuUsage();
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async changes => {
        const bytes = new Uint8Array(file);
        const view = new DataView(bytes.buffer);
        for (const { entry, tag, type, count, value } of changes) {
          if (tag !== null) view.setUint16(entry, tag, true);
          view.setUint16(entry + 2, type, true);
          view.setUint32(entry + 4, count, true);
          if (value !== null) view.setUint32(entry + 8, value, true);
        }
        const pdf = await tiffAsPdf(bytes);
        if (!pdf.ok) expect(['broken', 'notSupported', 'tooManyPixels']).toContain(pdf.problem);
        else expect(new TextDecoder('latin1').decode(pdf.value)).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 300 },
    );
    const { user, system } = process.threadCpuUsage(cpu);
    expect((user + system) / 1e6).toBeLessThan(10);
  });
});
