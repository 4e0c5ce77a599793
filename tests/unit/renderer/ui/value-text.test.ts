import { expect, test } from 'vitest';
import { valueText } from '../../../../src/renderer/src/ui/value-text.ts';

test('dates, countries and answers are shown as people read them', () => {
  expect(valueText('country', 'DEU')).toBe('Germany');
  expect(valueText('country', 'not a code')).toBe('not a code');
  expect(valueText('boolean', 'false')).toBe('No');
  expect(valueText('gender', 'female')).toBe('Female');
  expect(valueText('idType', 'passport')).toBe('Passport');
  expect(valueText('date', '1988-02-29')).toContain('1988');
  expect(valueText('date', '1988-02-29')).not.toContain('-02-');
  expect(valueText('text', 'DEU')).toBe('DEU');
  expect(valueText(undefined, 'DEU')).toBe('DEU');
});
