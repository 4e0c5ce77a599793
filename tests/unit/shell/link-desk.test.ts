import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLinkDesk, draftAddress } from '../../../src/main/shell/link-desk.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { fill, smallDisk } from '../../support/small-disk.ts';

const url = `https://verify.example.com/verify/${'x'.repeat(43)}`;
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');

/** A system with a clipboard, a box that answers with a path, and a mail program or none. */
function system({
  path,
  mails = true,
  asking = async () => undefined,
}: {
  readonly path?: string;
  readonly mails?: boolean;
  /** What comes to pass while the box is open. */
  readonly asking?: () => Promise<void>;
} = {}) {
  const seen = { clipboard: '', opened: [] as string[], asked: [] as unknown[] };
  const desk = createLinkDesk({
    clipboard: {
      readText: async () => seen.clipboard,
      writeText: async text => void (seen.clipboard = text),
      clear: () => void (seen.clipboard = ''),
    },
    dialog: {
      showSaveDialog: async (...given: readonly unknown[]) => {
        seen.asked.push(given.at(-1));
        await asking();
        return { canceled: path === undefined, filePath: path ?? '' };
      },
    },
    shell: {
      openExternal: async address => {
        if (!mails) throw new Error('no program for it');
        seen.opened.push(address);
      },
    },
    window: () => undefined,
  });
  return { desk, seen };
}

test('[WIN-7] a lock takes a copied address from the clipboard, and nothing else', async () => {
  const { desk, seen } = system();
  await desk.forget();
  await desk.copy({ url });
  expect(seen.clipboard).toBe(url);
  await desk.forget();
  expect(seen.clipboard).toBe('');
  await desk.copy({ url });
  seen.clipboard = 'a telephone number';
  await desk.forget();
  expect(seen.clipboard).toBe('a telephone number');
});

test('[WIN-7] a lock takes any address that was copied since the one before, as a history of the clipboard may bring it back', async () => {
  const { desk, seen } = system();
  const another = `https://verify.example.com/verify/${'y'.repeat(43)}`;
  await desk.copy({ url });
  await desk.copy({ url: another });
  seen.clipboard = url;
  await desk.forget();
  expect(seen.clipboard).toBe('');
  seen.clipboard = another;
  await desk.forget();
  expect(seen.clipboard).toBe(another);
});

test('[WIN-7] an address that reaches the clipboard after a lock is taken from it', async () => {
  const { desk, seen } = system();
  const copying = desk.copy({ url });
  await Promise.all([desk.forget(), copying]);
  expect(seen.clipboard).toBe('');
});

test('[WIN-7] a picture is saved where the person says, for them alone, under a name that tells nothing', async () => {
  const path = join(temporaryDirectory(), 'code.svg');
  const { desk, seen } = system({ path });
  expect(await desk.savePicture({ format: 'svg', bytes: svg })).toEqual({ ok: true, value: { saved: true } });
  expect(readFileSync(path)).toEqual(svg);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(seen.asked).toMatchObject([{ defaultPath: 'verification-link.svg' }]);
  expect(JSON.stringify(seen.asked)).toContain('dontAddToRecent');
});

test('[WIN-7] a box that was open when the workstation locked saves nothing', async () => {
  const path = join(temporaryDirectory(), 'code.svg');
  const { desk } = system({ path, asking: () => desk.forget() });
  expect(await desk.savePicture({ format: 'svg', bytes: svg })).toMatchObject({
    problem: { kind: 'wrong_phase' },
  });
  expect(existsSync(path)).toBe(false);
});

test('[WIN-7] a picture that takes the place of a file is as private as a new one', async () => {
  const path = join(temporaryDirectory(), 'code.svg');
  writeFileSync(path, 'what everybody could read', { mode: 0o644 });
  const { desk } = system({ path });
  await desk.savePicture({ format: 'svg', bytes: svg });
  expect(readFileSync(path)).toEqual(svg);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.skipIf(!smallDisk.available)(
  'a picture for which the disk has no room leaves what was there, and nothing beside it (needs mount)',
  async () => {
    const disk = smallDisk.mount('64k');
    const path = join(disk, 'code.svg');
    writeFileSync(path, 'the picture before');
    const filler = join(disk, 'filler');
    fill(filler);
    const bytes = Buffer.concat([svg, Buffer.alloc(100_000, ' ')]);
    const refused = await system({ path }).desk.savePicture({ format: 'svg', bytes });
    expect(refused).toMatchObject({ problem: { kind: 'disk_full' } });
    expect(readFileSync(path, 'utf8')).toBe('the picture before');
    expect(readdirSync(disk).toSorted()).toEqual(['code.svg', 'filler']);
  },
);

test('what is no picture is not saved, nor is one that nobody wants, and what the disk says is told', async () => {
  const { desk, seen } = system({ path: join(temporaryDirectory(), 'page.html') });
  const page = Buffer.from('<html><script>alert(1)</script></html>');
  for (const format of ['svg', 'png'] as const)
    expect(await desk.savePicture({ format, bytes: page })).toMatchObject({
      problem: { kind: 'invalid_input' },
    });
  expect(seen.asked).toEqual([]);
  const cancelled = await system().desk.savePicture({ format: 'svg', bytes: svg });
  expect(cancelled).toEqual({ ok: true, value: { saved: false } });
  const folder = join(temporaryDirectory(), 'a-folder');
  mkdirSync(folder);
  const refused = await system({ path: folder }).desk.savePicture({ format: 'svg', bytes: svg });
  expect(refused).toMatchObject({ problem: { kind: 'storage_failed', detail: 'eisdir' } });
});

test('a draft opens in the mail program, and nothing of it can become anything but a draft', async () => {
  const { desk, seen } = system();
  await desk.mail({ to: 'ada@example.com', subject: 'Your verification', text: 'Hello,\nbye' });
  const [opened = ''] = seen.opened;
  const address = new URL(opened);
  expect([address.protocol, address.pathname]).toEqual(['mailto:', 'ada@example.com']);
  expect(address.searchParams.get('body')).toBe('Hello,\r\nbye');
  expect(draftAddress('a?bcc=x@example.com', 's&cc=y', 'b')).toBe(
    'mailto:a%3Fbcc%3Dx@example.com?subject=s%26cc%3Dy&body=b',
  );
  const none = await system({ mails: false }).desk.mail({ subject: 's', text: 't' });
  expect(none).toMatchObject({ problem: { kind: 'no_mail_program' } });
});
