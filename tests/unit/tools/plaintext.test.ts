import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPlaintext } from '../../../tools/drive/plaintext.ts';

const name = 'Zoë Łukasz-O’Brien';
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sealdesk-plaintext-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const find = () =>
  findPlaintext(directory, [
    { label: 'name', text: name },
    { label: 'pdf', bytes: Buffer.from('%PDF-1.7') },
  ]);

test.each([
  ['utf-8', Buffer.from(`x${name}x`)],
  ['utf-16', Buffer.from(`x${name}x`, 'utf16le')],
  ['hex', Buffer.from(Buffer.from(name).toString('hex'))],
  ['base64, aligned', Buffer.from(Buffer.from(`${name}xyz`).toString('base64'))],
  ['base64, one off', Buffer.from(Buffer.from(`1${name}xyz`).toString('base64'))],
  ['base64, two off', Buffer.from(Buffer.from(`12${name}xyz`).toString('base64'))],
  ['JSON escapes', Buffer.from('"Zo\\u00eb \\u0141ukasz-O\\u2019Brien"')],
])('a planted name is found as %s, deep in a folder', (_form, bytes) => {
  mkdirSync(join(directory, 'a/b'), { recursive: true });
  writeFileSync(join(directory, 'a/b/file'), Buffer.concat([Buffer.alloc(1000, 7), bytes]));
  expect(find().hits).toMatchObject([{ file: join('a', 'b', 'file'), needle: 'name' }]);
});

test('a document is found by its first bytes, and a name in the name of a file', () => {
  writeFileSync(join(directory, 'blob'), '%PDF-1.7\n');
  writeFileSync(join(directory, `${name}.txt`), '');
  expect(
    find()
      .hits.map(hit => hit.needle)
      .toSorted(),
  ).toEqual(['name', 'pdf']);
});

test('nothing is found where nothing is', () => {
  writeFileSync(join(directory, 'blob'), Buffer.alloc(10_000, 0xa5));
  expect(find()).toEqual({ files: 1, hits: [] });
});
