import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { dataHash, leafHash, nodeHash, sealEntry } from '../../../../src/backend/audit/index.ts';

test('the leaf is SHA-256 of 0x00 and the canonical entry; keys are ordered, an absent customer is absent', () => {
  const { leafHash: hash, dataHash: data } = sealEntry(
    { actor: 'system', action: 'tenant.added', data: { b: 1, a: 'ä' } },
    7,
    Date.UTC(2026, 0, 2),
    { bytes: count => Buffer.alloc(count, 1) },
  );
  const expectedData = createHash('sha256')
    .update(Buffer.alloc(16, 1))
    .update('{"a":"ä","b":1}')
    .digest('hex');
  expect(data).toBe(expectedData);
  const text = `{"action":"tenant.added","actor":"system","at":"2026-01-02T00:00:00.000Z","dataHash":"${expectedData}","index":7}`;
  expect(hash).toBe(createHash('sha256').update(`\0${text}`).digest('hex'));
});

test('without its nonce the same data has another hash', () => {
  expect(dataHash(Buffer.alloc(16, 1), '{}')).not.toBe(dataHash(Buffer.alloc(16, 2), '{}'));
});

test('a leaf can’t pass for a node', () => {
  const left = Buffer.alloc(32, 1);
  const right = Buffer.alloc(32, 2);
  expect(nodeHash(left, right).toString('hex')).toBe(
    createHash('sha256')
      .update(Buffer.from([1]))
      .update(left)
      .update(right)
      .digest('hex'),
  );
  expect(leafHash({ index: 0, at: '', actor: '', action: '', dataHash: '' })).not.toBe(
    nodeHash(left, right).toString('hex'),
  );
});
