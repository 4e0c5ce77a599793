import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSegments, sealSegments, segmentSize } from '../../../../src/main/engine/documents/segments.ts';
import { concat, sameBytes } from '../../../../src/shared/bytes.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';
import { seededRandom } from '../../../support/random.ts';

const whole = segmentSize + 16;
const sha256 = 'a'.repeat(64);
const key = new Uint8Array(32).fill(9);

test.each([0, 1, segmentSize - 1, segmentSize, segmentSize + 1, 3 * segmentSize, 5 * segmentSize + 7])(
  '%d bytes come back as they were',
  async size => {
    const ports = testPorts({ directory: temporaryDirectory() });
    const plain = seededRandom(size).bytes(size);
    const sealed = await sealSegments(ports, key, sha256, plain);
    expect(sealed.length).toBe(size + 16 * Math.max(1, Math.ceil(size / segmentSize)));
    const opened = await openSegments(ports, key, sha256, sealed);
    expect(opened && sameBytes(opened, plain)).toBe(true);
  },
);

test('no byte can be changed, no segment swapped, dropped, repeated or moved to another document', async () => {
  const ports = testPorts({ directory: temporaryDirectory() });
  const plain = seededRandom(1).bytes(3 * segmentSize + 100);
  const sealed = await sealSegments(ports, key, sha256, plain);
  const part = (index: number) => sealed.subarray(index * whole, (index + 1) * whole);
  const forgeries = [
    concat(part(1), part(0), part(2), part(3)),
    concat(part(0), part(1), part(2)),
    concat(part(0), part(2), part(3)),
    concat(part(0), part(1), part(2), part(3), part(3)),
    concat(part(0), part(1), part(2), part(2)),
    sealed.subarray(0, sealed.length - 1),
    sealed.subarray(1),
    new Uint8Array(0),
  ];
  for (const forged of forgeries) expect(await openSegments(ports, key, sha256, forged)).toBeUndefined();
  expect(await openSegments(ports, key, 'b'.repeat(64), sealed)).toBeUndefined();
  expect(await openSegments(ports, new Uint8Array(32), sha256, sealed)).toBeUndefined();
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const forged = sealed.slice();
      forged[at] = (forged[at] ?? 0) ^ flip;
      expect(await openSegments(ports, key, sha256, forged)).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});
