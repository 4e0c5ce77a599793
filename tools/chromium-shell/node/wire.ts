import { createCodec } from '../page/codec.ts';
import { INLINE_BYTES, type Wire } from '../page/messages.ts';
import type { Carrier } from './carrier.ts';

const codec = createCodec();

/** Puts a value on the wire; its large byte arrays wait at the carrier until the page fetches them. */
export function toWire(value: unknown, carrier: Carrier, owner: object): Wire {
  const encoded = codec.encode(value);
  return {
    value: encoded.value,
    bytes: encoded.bytes.map(bytes =>
      bytes.length > INLINE_BYTES
        ? // The page reads later; what the sender does to its buffer until then must not show.
          { blob: carrier.offer(bytes.slice(), owner) }
        : { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') },
    ),
  };
}

/** Takes a value off the wire. Throws when it is not what the page's half of the codec writes. */
export function fromWire(wire: Wire, carrier: Carrier): unknown {
  return codec.decode({
    value: wire.value,
    bytes: wire.bytes.map(part =>
      'blob' in part ? carrier.take(part.blob) : new Uint8Array(Buffer.from(part.base64, 'base64')),
    ),
  });
}
