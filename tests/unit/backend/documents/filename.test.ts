import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanFilename } from '../../../../src/backend/documents/filename.ts';

test('whatever a name was, the label has no path, no control or direction signs, and a length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), given => {
      const clean = cleanFilename(given, 'image/png');
      expect(clean).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      expect(clean.startsWith('.')).toBe(false);
      expect(clean.length).toBeGreaterThan(0);
      expect(clean.length).toBeLessThanOrEqual(255);
      expect(clean.isWellFormed()).toBe(true);
    }),
  );
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\scans\\Pass 1.pdf', 'Pass 1.pdf'],
  ['..hidden', 'hidden'],
  ['旅券.jpg', '旅券.jpg'],
  ['', 'document.png'],
  [undefined, 'document.png'],
])('%s becomes %s', (given, clean) => {
  expect(cleanFilename(given, 'image/png')).toBe(clean);
});
