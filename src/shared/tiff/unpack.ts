/** TIFF's LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, the highest bit first; undefined where it is damaged. */
function unpackLzw(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const [clear, end, limit] = [256, 257, 4096];
  const out = new Uint8Array(size);
  // Each code is what another one stands for and a byte more: where its text ended in the output, and how long it is.
  const [starts, lengths] = [new Uint32Array(limit), new Uint16Array(limit)];
  let [next, width, isFirst] = [258, 9, true];
  let [buffer, held, at, written] = [0, 0, 0, 0];
  let [lastStart, lastLength] = [0, 0];
  while (written < size) {
    while (held < width) {
      if (at >= bytes.length) return undefined;
      buffer = ((buffer << 8) | (bytes[at] ?? 0)) & 0xff_ffff;
      at += 1;
      held += 8;
    }
    held -= width;
    const code = (buffer >> held) & ((1 << width) - 1);
    if (code === end) return undefined;
    if (code === clear) {
      next = 258;
      width = 9;
      isFirst = true;
      continue;
    }
    const start = written;
    if (code < 256) {
      out[written] = code;
      written += 1;
    } else {
      const isNew = code === next && !isFirst;
      if (code >= next && !isNew) return undefined;
      const from = isNew ? lastStart : (starts[code] ?? 0);
      const length = isNew ? lastLength + 1 : (lengths[code] ?? 0);
      // Byte by byte: the text of a new code runs into the byte that it writes itself.
      for (let step = 0; step < length && written < size; step += 1, written += 1) {
        out[written] = out[from + step] ?? 0;
      }
    }
    if (!isFirst && next < limit) {
      starts[next] = lastStart;
      lengths[next] = lastLength + 1;
      next += 1;
    }
    // One code early: the encoder's table is a step ahead (TIFF 6.0, p. 60).
    width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
    lastStart = start;
    lastLength = written - start;
    isFirst = false;
  }
  return out;
}

/** PackBits (TIFF 6.0, section 9). */
function unpackBits(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size);
  let [at, written] = [0, 0];
  while (written < size) {
    const head = bytes[at];
    if (head === undefined) return undefined;
    at += 1;
    if (head === 128) continue;
    if (head < 128) {
      const part = bytes.subarray(at, at + head + 1);
      if (part.length < head + 1) return undefined;
      out.set(part.subarray(0, size - written), written);
      at += head + 1;
      written += head + 1;
    } else {
      if (at >= bytes.length) return undefined;
      out.fill(bytes[at] ?? 0, written, Math.min(size, written + 257 - head));
      at += 1;
      written += 257 - head;
    }
  }
  return out;
}

/** zlib's form, as far as `size` bytes: what would unfold to more is not unfolded. */
async function inflate(bytes: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array | undefined> {
  const out = new Uint8Array(size);
  let written = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  try {
    while (written < size) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      out.set(value.subarray(0, size - written), written);
      written += value.length;
    }
    return out;
  } catch {
    // The platform says no more than that it is damaged.
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** `size` bytes that a strip or tile holds; undefined where it holds fewer or is damaged. */
export async function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  compression: number,
  size: number,
): Promise<Uint8Array | undefined> {
  switch (compression) {
    case 1:
      return bytes.length < size ? undefined : bytes.subarray(0, size);
    case 5:
      return unpackLzw(bytes, size);
    case 8:
    case 32_946:
      return inflate(bytes, size);
    case 32_773:
      return unpackBits(bytes, size);
    default:
      return undefined;
  }
}

/** Compressions of which strips are unpacked here: none, LZW, deflate under both its numbers, PackBits. */
export const unpacked: readonly number[] = [1, 5, 8, 32_946, 32_773];
