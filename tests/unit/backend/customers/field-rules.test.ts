import { expect, test } from 'vitest';
import { fieldFault } from '../../../../src/backend/customers/field-rules.ts';
import { holdsControls } from '../../../../src/shared/domain/index.ts';

test('signs that turn the direction of a text are refused; joiners and marks that names need are not', () => {
  const points = (text: string) => [...text].map(sign => (sign.codePointAt(0) ?? 0).toString(16));
  const signs = [...'\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u0000\u001B\u007F\u0085'];
  expect(signs.filter(sign => !holdsControls(`Anna${sign}Berg`)).flatMap(points)).toEqual([]);
  const needed = [...'\u200C\u200D\u200E\u200F\u061C\n\t\u00A0’'];
  expect(needed.filter(sign => holdsControls(`Anna${sign}Berg`)).flatMap(points)).toEqual([]);
  expect(fieldFault('individual', 'firstName', 'gnp\u202Ejpg')).toContain('control character');
  expect(fieldFault('individual', 'firstName', 'می\u200Cخواهم')).toBeUndefined();
});
