import type { Mime } from '../../shared/domain/index.ts';

const extensions = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/tiff': 'tif',
} as const satisfies Record<Mime, string>;

const longest = 255;

/** A filename is only a label: no path, no control or direction characters, no leading dots, 255 characters at most. */
export function cleanFilename(given: string | undefined, mime: Mime): string {
  const base = (given ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = base
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replace(/^[.\s]+/, '')
    .trimEnd()
    .slice(0, longest)
    .toWellFormed();
  return clean === '' ? `document.${extensions[mime]}` : clean;
}
