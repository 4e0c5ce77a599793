import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCursor, parseCursor, viewOf } from '../../../../src/backend/changes/cursor.ts';

test('[FED-3] a cursor is read back as it was handed out; anything else is none', () => {
  fc.assert(
    fc.property(fc.base64String(), fc.nat(), fc.nat(), (epoch, seq, began) => {
      const cursor = { epoch, view: viewOf(['supervisor', 'analyst']), seq, began };
      expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
    }),
  );
  fc.assert(
    fc.property(fc.string(), text => {
      expect(parseCursor(text)).toBeUndefined();
    }),
  );
});

test('the order of roles makes no other view', () => {
  expect(viewOf(['admin', 'analyst'])).toBe(viewOf(['analyst', 'admin']));
  expect(viewOf(['admin'])).not.toBe(viewOf(['analyst']));
});
