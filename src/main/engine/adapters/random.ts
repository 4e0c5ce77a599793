import { randomBytes } from 'node:crypto';
import { toHex } from '../../../shared/bytes.ts';
import type { Clock, Random } from '../ports.ts';

export const random: Random = {
  bytes: count => new Uint8Array(randomBytes(count)),
  fraction: () => Math.random(),
};

/** Mints UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then chance. */
export const createNewId = (source: { readonly clock: Clock; readonly random: Random }) => (): string => {
  const bytes = source.random.bytes(16);
  const milliseconds = Math.trunc(source.clock.now());
  for (let index = 0; index < 6; index += 1) {
    bytes[index] = Math.floor(milliseconds / 2 ** (8 * (5 - index))) % 256;
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
