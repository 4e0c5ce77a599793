/**
 * Values in a form that JSON can carry, with byte arrays taken out of it. What structured clone keeps and JSON
 * loses is tagged; `$` marks a tag, and an object that has such a key itself is written out entry by entry.
 */
export type WireValue =
  null | boolean | number | string | readonly WireValue[] | { readonly [key: string]: WireValue };

export interface Encoded {
  readonly value: WireValue;
  readonly bytes: readonly Uint8Array<ArrayBuffer>[];
}

export interface Codec {
  /** Throws what Electron throws for a value that can't be cloned. */
  readonly encode: (value: unknown) => Encoded;
  readonly decode: (encoded: Encoded) => unknown;
}

/**
 * Builds the codec. It uses nothing outside its own body: its source text is also put into the page, so that
 * both ends run the same code.
 */
export function createCodec(): Codec {
  const VIEWS = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  };
  const isViewName = (name: unknown): name is keyof typeof VIEWS => typeof name === 'string' && name in VIEWS;
  const uncloneable = () => new Error('An object could not be cloned.');
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

  const encode = (root: unknown): Encoded => {
    const bytes: Uint8Array<ArrayBuffer>[] = [];
    const open = new Set<object>();

    const pushBytes = (source: ArrayBuffer | ArrayBufferView): number => {
      const view = ArrayBuffer.isView(source)
        ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
        : new Uint8Array(source);
      // Shared memory would change under the reader; a copy is what structured clone makes too.
      bytes.push(
        view.buffer instanceof ArrayBuffer ? (view as Uint8Array<ArrayBuffer>) : new Uint8Array(view),
      );
      return bytes.length - 1;
    };

    const number = (value: number): WireValue =>
      Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };

    const object = (value: object): WireValue => {
      if (Array.isArray(value)) return Array.from(value, visit);
      if (value instanceof Date) return { $: 'date', v: number(value.getTime()) };
      if (value instanceof ArrayBuffer) return { $: 'bytes', t: 'ArrayBuffer', v: pushBytes(value) };
      if (ArrayBuffer.isView(value)) {
        // Node's Buffer is a Uint8Array to everyone else.
        const name = value.constructor.name;
        return { $: 'bytes', t: isViewName(name) ? name : 'Uint8Array', v: pushBytes(value) };
      }
      if (value instanceof Map) return { $: 'map', v: Array.from(value, ([k, v]) => [visit(k), visit(v)]) };
      if (value instanceof Set) return { $: 'set', v: Array.from(value, visit) };
      if (value instanceof Error) {
        return { $: 'error', v: { name: value.name, message: value.message, stack: value.stack ?? '' } };
      }
      if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
        throw uncloneable();
      const entries = Object.entries(value).map(([key, item]) => [key, visit(item)] as const);
      return Object.hasOwn(value, '$') ? { $: 'object', v: entries } : Object.fromEntries(entries);
    };

    const visit = (value: unknown): WireValue => {
      switch (typeof value) {
        case 'string':
        case 'boolean':
          return value;
        case 'number':
          return number(value);
        case 'undefined':
          return { $: 'undefined' };
        case 'bigint':
          return { $: 'bigint', v: String(value) };
        case 'function':
        case 'symbol':
          throw uncloneable();
        case 'object': {
          if (value === null) return null;
          if (open.has(value)) throw new Error('The Chromium stand-in does not carry cyclic values.');
          open.add(value);
          const encoded = object(value);
          open.delete(value);
          return encoded;
        }
        default:
          throw uncloneable();
      }
    };

    return { value: visit(root), bytes };
  };

  const decode = (encoded: Encoded): unknown => {
    const tagged = (tag: Readonly<Record<string, unknown>>): unknown => {
      const content = tag['v'];
      switch (tag['$']) {
        case 'undefined':
          return undefined;
        case 'number':
          return Number(content);
        case 'bigint':
          return BigInt(String(content));
        case 'date':
          return new Date(Number(visit(content)));
        case 'bytes': {
          const view = encoded.bytes[Number(content)];
          if (view === undefined) throw new Error('a message lacks bytes that it names');
          const name = tag['t'];
          if (!isViewName(name)) return view.slice().buffer;
          if (name === 'Uint8Array') return view;
          return new VIEWS[name](view.slice().buffer);
        }
        case 'map':
          return new Map(list(content).map(entry => [visit(list(entry)[0]), visit(list(entry)[1])]));
        case 'set':
          return new Set(list(content).map(visit));
        case 'object':
          return Object.fromEntries(
            list(content).map(entry => [String(list(entry)[0]), visit(list(entry)[1])]),
          );
        case 'error': {
          const { name, message, stack } = isRecord(content) ? content : {};
          return Object.assign(new Error(String(message)), { name: String(name), stack: String(stack) });
        }
        default:
          throw new Error(`a message holds an unknown tag: ${String(tag['$'])}`);
      }
    };
    const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
    const visit = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(visit);
      if (!isRecord(value)) return value;
      if ('$' in value) return tagged(value);
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
    };
    return visit(encoded.value);
  };

  return { encode, decode };
}
