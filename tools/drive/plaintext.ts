import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface PlaintextHit {
  readonly file: string;
  readonly needle: string;
  readonly form: string;
}

/** Something that must never lie readable on the disk; bytes for document magics, text for everything else. */
export type Needle =
  { readonly label: string; readonly text: string } | { readonly label: string; readonly bytes: Uint8Array };

/** Base64 of the same text reads differently at each of three alignments; the unstable ends are cut off. */
function base64Forms(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].map(shift => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = shift === 0 ? 0 : 4;
    const whole = Math.floor(((bytes.length + shift) * 8) / 24) * 4;
    return Buffer.from(encoded.slice(start, whole));
  });
}

function forms(needle: Needle): readonly (readonly [string, Buffer])[] {
  if ('bytes' in needle) return [['bytes', Buffer.from(needle.bytes)]];
  const utf8 = Buffer.from(needle.text);
  return [
    ['utf-8', utf8],
    ['utf-16', Buffer.from(needle.text, 'utf16le')],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['hex, upper case', Buffer.from(utf8.toString('hex').toUpperCase())],
    [
      'json',
      Buffer.from(
        JSON.stringify(needle.text)
          .replace(/[\u0080-\uffff]/g, escapeUnit)
          .slice(1, -1),
      ),
    ],
    ...base64Forms(utf8)
      .filter(form => form.length >= 8)
      .map((form): readonly [string, Buffer] => ['base64', form]),
  ];
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A running program removes files and folders while they are looked at; what is gone holds no text. */
function unlessGone<T>(look: () => T, gone: T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return gone;
    throw error;
  }
}

/** Follows links; one that leads nowhere holds no text. */
const allFiles = (directory: string): readonly string[] =>
  unlessGone(() => readdirSync(directory, { withFileTypes: true }), []).flatMap(entry => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return allFiles(path);
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : [];
  });

const contentOf = (path: string): Buffer => unlessGone(() => readFileSync(path), Buffer.alloc(0));

/** In which forms needles can be read in these bytes. */
export function plaintextIn(
  content: Buffer,
  needles: readonly Needle[],
): readonly Omit<PlaintextHit, 'file'>[] {
  return needles.flatMap(needle =>
    forms(needle)
      .filter(([, bytes]) => content.includes(bytes))
      .map(([form]) => ({ needle: needle.label, form })),
  );
}

/** Every place in any file under `directory`, names of files included, where a needle can be read in any usual encoding. */
export function findPlaintext(
  directory: string,
  needles: readonly Needle[],
): { readonly files: number; readonly hits: readonly PlaintextHit[] } {
  const files = allFiles(directory);
  const hits = files.flatMap(path => {
    const file = relative(directory, path);
    const content = Buffer.concat([Buffer.from(`${file}\n`), contentOf(path)]);
    return plaintextIn(content, needles).map(hit => ({ file, ...hit }));
  });
  return { files: files.length, hits };
}
