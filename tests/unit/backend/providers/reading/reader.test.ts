import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createReader,
  type Reader,
  type Reading,
} from '../../../../../src/backend/providers/reading/index.ts';
import { createPool } from '../../../../../src/backend/providers/reading/pool.ts';
import { renderPdf } from '../../../../../src/backend/sample/draw/render.ts';
import { tiffOf } from '../../../../support/tiff.ts';
import { sniffMime, type DocumentType, type Mime } from '../../../../../src/shared/domain/index.ts';

const root = join(import.meta.dirname, '../../../../..');
const never = new AbortController().signal;
const readers: Reader[] = [];
const newReader = (options: Parameters<typeof createReader>[0] = { size: 1, limitMs: 300_000 }): Reader => {
  const reader = createReader(options);
  readers.push(reader);
  return reader;
};
afterAll(() => Promise.all(readers.map(reader => reader.close())));

const readBytes = (reader: Reader, bytes: Uint8Array, mime: Mime, type: DocumentType = 'other', signal = never): Promise<Reading> =>
  reader.read({ mime, type, sha256: createHash('sha256').update(bytes).digest('hex') }, async () => bytes, signal); // prettier-ignore

/** A PDF of one page that asks for a password: its keys fit no password at all. */
function protectedPdf(): Buffer {
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
    `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'1b'.repeat(32)}> /U <${'2c'.repeat(32)}> >>`,
  ];
  let text = '%PDF-1.4\n';
  const places = bodies.map((body, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return place;
  });
  const table = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>`;
  return Buffer.from(
    `${text}xref\n0 5\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${text.length}\n%%EOF`,
  );
}

const letter = renderPdf('A letter', [
  sheet => sheet.text('Somebody wrote a letter here', 60, 80, { size: 12 }),
]);

describe('[PRV-24] a document that can’t be read', () => {
  it('is said to be protected, broken or of a kind that is not read; the next one is read', async () => {
    const reader = newReader();
    expect(await readBytes(reader, protectedPdf(), 'application/pdf')).toEqual({
      kind: 'unreadable',
      why: 'password',
    });
    for (const bytes of [Buffer.from('%PDF-1.7\nnothing'), Buffer.from('%PDF-')]) {
      expect(await readBytes(reader, bytes, 'application/pdf')).toEqual({
        kind: 'unreadable',
        why: 'broken',
      });
    }
    const png = createCanvas(50, 50).toBuffer('image/png');
    const cut = png.subarray(0, 60);
    expect(await readBytes(reader, cut, 'image/png')).toEqual({ kind: 'unreadable', why: 'broken' });
    const page = { width: 30, height: 20, blocks: [new Uint8Array(600).fill(200)] };
    // Compression 6 is the old JPEG, which TIFF itself has given up.
    const [old, cutOff] = [tiffOf([{ ...page, compression: 6 }]), tiffOf([page]).subarray(0, -20)];
    expect(await readBytes(reader, old, 'image/tiff')).toEqual({ kind: 'unreadable', why: 'notSupported' });
    expect(await readBytes(reader, cutOff, 'image/tiff')).toEqual({ kind: 'unreadable', why: 'broken' });
    const read = await readBytes(reader, letter.bytes, 'application/pdf');
    expect(read).toMatchObject({ kind: 'read', pageCount: 1 });
    if (read.kind !== 'read') throw new Error('it was read');
    const [line] = read.pages[0]?.lines ?? [];
    expect(line?.text).toBe('Somebody wrote a letter here');
    // Drawn at 60, 80 on a page of 595 by 842 points.
    expect(line?.region[0]).toBeCloseTo(60 / 595, 2);
    expect(line?.region[1]).toBeCloseTo(70 / 842, 1);
  });

  it('is given up when it takes too long, and its process with it', async () => {
    const pool = createPool({ size: 1, limitMs: 1 });
    const asked = { bytes: async () => letter.bytes, mime: 'application/pdf', depth: 'text' } as const;
    expect(await pool.read(asked, never)).toEqual({ kind: 'unreadable', why: 'tooLong' });
    expect(await pool.read(asked, never)).toEqual({ kind: 'unreadable', why: 'tooLong' });
    await pool.close();
    await expect(pool.read(asked, never)).rejects.toThrow('ends');
  });

  it('[PRV-28] has its bytes fetched when there is a process for it: what waits takes no memory', async () => {
    const reader = newReader();
    const held = { now: 0, most: 0 };
    const documents = Array.from({ length: 12 }, (_, n) => ({ mime: 'application/pdf', type: 'other', sha256: `${n}` }) as const); // prettier-ignore
    await Promise.all(
      documents.map(async document => {
        const bytes = async () => {
          held.now += 1;
          held.most = Math.max(held.most, held.now);
          return letter.bytes;
        };
        await reader.read(document, bytes, never);
        held.now -= 1;
      }),
    );
    // The next one's bytes are on their way while whoever waited for the last hears of it.
    expect(held.most).toBeLessThanOrEqual(2);
  });

  it('is read once for all that ask for it, however many a case has', async () => {
    const program = new URL('../../../../support/reading-program.ts', import.meta.url);
    let times = 0;
    const reader = newReader({ size: 1, limitMs: 300_000, program, onRead: () => (times += 1) });
    const all = () =>
      Promise.all(Array.from({ length: 30 }, (_, at) => readBytes(reader, Buffer.from(`pid ${at}`), 'application/pdf'))); // prettier-ignore
    await Promise.all([all(), all()]);
    await all();
    expect(times).toBe(30);
  });

  it('whose bytes are gone fails alone: the process reads the next', async () => {
    const reader = newReader();
    const document = { mime: 'application/pdf', type: 'other', sha256: 'gone' } as const;
    await expect(reader.read(document, () => Promise.reject(new Error('gone')), never)).rejects.toThrow(
      'gone',
    );
    expect(await readBytes(reader, letter.bytes, 'application/pdf')).toMatchObject({ kind: 'read' });
    expect(await reader.read(document, async () => letter.bytes, never)).toMatchObject({ kind: 'read' });
  });

  it('is left at once when nobody waits for it any more, and read again for the next who asks', async () => {
    const reader = newReader();
    const stop = new AbortController();
    const one = readBytes(reader, letter.bytes, 'application/pdf', 'other', stop.signal);
    stop.abort(new Error('enough'));
    await expect(one).rejects.toThrow();
    expect(await readBytes(reader, letter.bytes, 'application/pdf')).toMatchObject({ kind: 'read' });
  });

  const corpus = join(root, '../shared/corpus');
  it.skipIf(!existsSync(corpus))(
    'of those that others wrote takes nothing down (no corpus beside the checkout: skipped)',
    async () => {
      const reader = newReader({ size: 1, limitMs: 60_000 });
      const files = ['image', 'pdf'].flatMap(folder =>
        readdirSync(join(corpus, folder)).map(name => join(corpus, folder, name)),
      );
      const kinds = new Set<string>();
      for (const file of files.filter((_, place) => place % 41 === 0)) {
        const bytes = readFileSync(file);
        const mime = sniffMime(bytes);
        if (!mime) continue;
        const reading = await readBytes(reader, bytes, mime);
        kinds.add(reading.kind);
      }
      expect(kinds).toEqual(new Set(['read', 'unreadable']));
    },
  );
});

describe('[PRV-23] the network', () => {
  const run = async (
    ...args: readonly string[]
  ): Promise<{ readonly out: string; readonly error: string }> => {
    const guard = join(root, 'tests/support/no-network.cjs');
    const script = join(root, 'tests/support/read-offline.ts');
    const child = spawn(process.execPath, ['--require', guard, script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, error] = ['', ''].map(() => [] as string[]);
    child.stdout.setEncoding('utf8').on('data', text => out?.push(String(text)));
    child.stderr.setEncoding('utf8').on('data', text => error?.push(String(text)));
    await new Promise(resolve => child.once('close', resolve));
    return { out: out?.join('') ?? '', error: error?.join('') ?? '' };
  };

  it('is guarded in every thread: one that reaches for it is seen', async () => {
    expect((await run('--reach-out')).error).toContain('NETWORK');
  });

  it('is not used by reading: OCR, its data and the fonts of PDFs come out of the installed packages', async () => {
    const { out, error } = await run();
    expect(error).not.toContain('NETWORK');
    const lines = out.trim().split('\n').map(line => JSON.parse(line) as { kind: string; zone: string | null; text: string }); // prettier-ignore
    expect(lines).toMatchObject([
      { kind: 'read', zone: 'TD3' },
      { kind: 'read', zone: null, text: 'A letter with enough text on it.' },
    ]);
  });
});
