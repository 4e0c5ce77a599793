/** Time as the backend sees it; passed in, so that tests can move it. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Random {
  /** Bytes fit for secrets. */
  readonly bytes: (count: number) => Buffer;
}

/** The contract's form of a time: RFC 3339, UTC, milliseconds. */
export const timestampOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A UUIDv7 (RFC 9562, 5.7): ids of one process sort by the time at which they were made. */
export function newId(clock: Clock, random: Random): string {
  const bytes = random.bytes(16);
  bytes.writeUIntBE(clock.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
