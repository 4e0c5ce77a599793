import { expect, it } from 'vitest';
import { initials } from '../../../../src/renderer/src/ui/initials.ts';

it.each([
  ['Mara Köhler', 'MK'],
  ['Ng', 'N'],
  ['佐藤 美咲', '佐美'],
  ['Đặng Thị Hồng Nhung', 'ĐN'],
  ['  ayşe   yıldırım ', 'AY'],
  ['', ''],
])('the initials of “%s” are “%s”', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

it('keeps a letter and its marks together', () => {
  expect(initials('e\u0301tienne')).toBe('E\u0301');
});
