import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLinkDesk, draftAddress } from '../../../src/main/shell/link-desk.ts';
import { temporaryDirectory } from '../../support/directory.ts';

const url = `https://verify.example.com/verify/${'x'.repeat(43)}`;
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');

/** A system with a clipboard, a box that answers with a path, and a mail program or none. */
function system({ path, mails = true }: { readonly path?: string; readonly mails?: boolean } = {}) {
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

test('[WIN-7] a picture is saved where the person says, for them alone, under a name that tells nothing', async () => {
  const path = join(temporaryDirectory(), 'code.svg');
  const { desk, seen } = system({ path });
  expect(await desk.savePicture({ format: 'svg', bytes: svg })).toEqual({ ok: true, value: { saved: true } });
  expect(readFileSync(path)).toEqual(svg);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(seen.asked).toMatchObject([{ defaultPath: 'verification-link.svg' }]);
  expect(JSON.stringify(seen.asked)).toContain('dontAddToRecent');
});

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
  await desk.mail({ to: 'ada@example.com', subject: 'Your verification', text: `Hello,\n${url}` });
  const [opened = ''] = seen.opened;
  const address = new URL(opened);
  expect([address.protocol, address.pathname]).toEqual(['mailto:', 'ada@example.com']);
  expect(address.searchParams.get('body')).toBe(`Hello,\r\n${url}`);
  expect(draftAddress('a?bcc=x@example.com', 's&cc=y', 'b')).toBe(
    'mailto:a%3Fbcc%3Dx@example.com?subject=s%26cc%3Dy&body=b',
  );
  const none = await system({ mails: false }).desk.mail({ subject: 's', text: 't' });
  expect(none).toMatchObject({ problem: { kind: 'no_mail_program' } });
});
