import type { Random } from './random.ts';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** A UUIDv7 (RFC 9562, 5.7) for this moment, its random bits taken from the seeded stream. */
export function uuidAt(random: Random, milliseconds: number): string {
  const time = hex(milliseconds, 12);
  const variant = hex(0x8000 | random.int(0, 0x3fff), 4);
  const tail = hex(random.int(0, 0xffffff), 6) + hex(random.int(0, 0xffffff), 6);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(random.int(0, 0xfff), 3)}-${variant}-${tail}`;
}
