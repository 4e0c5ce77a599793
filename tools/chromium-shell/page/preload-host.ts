import type { Codec } from './codec.ts';
import type { FromPage, ToPage, Wire, WireBytes } from './messages.ts';

export interface PreloadSetup {
  /** Global through which the page tells the program something; taken away before any page script runs. */
  readonly binding: string;
  /** Global through which the program tells the page something; its name is a secret of this start. */
  readonly receiver: string;
  readonly origin: string;
  readonly blobPath: string;
  readonly inlineBytes: number;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

type Preload = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
) => void;
type Listener = (event: object, ...args: unknown[]) => void;

/**
 * Runs the preload in the page's top frame, with the `electron` module that a sandboxed preload may require.
 * It uses nothing outside its own body: its source text is what runs, before the page's own scripts.
 */
export function hostPreload(setup: PreloadSetup, codec: Codec, preload: Preload | undefined): void {
  const global: Record<string, unknown> = Object(globalThis);
  const tell = global[setup.binding];
  delete global[setup.binding];
  if (window !== window.top || location.origin !== setup.origin || typeof tell !== 'function') return;

  const request = window.fetch.bind(window);
  const blobUrl = (id: string) => setup.origin + setup.blobPath + id;
  const unsupported = (what: string) =>
    new Error(`The Chromium stand-in does not implement ${what}; only Electron does.`);
  const guarded = <T extends object>(name: string, api: T): T =>
    new Proxy(api, {
      get(target, key) {
        if (typeof key === 'symbol' || key === 'then' || Reflect.has(target, key))
          return Reflect.get(target, key);
        throw unsupported(`${name}.${key}`);
      },
    });

  // ---- bytes -------------------------------------------------------------------------------------------------
  // toBase64 and fromBase64 are in every Chromium of the last years; TypeScript's ES2024 library lacks them.
  const base64 = Uint8Array as unknown as { fromBase64: (text: string) => Uint8Array<ArrayBuffer> };
  const toBase64 = (bytes: Uint8Array) => (bytes as unknown as { toBase64: () => string }).toBase64();

  const upload = async (bytes: Uint8Array<ArrayBuffer>): Promise<WireBytes> => {
    const id = crypto.randomUUID();
    const answer = await request(blobUrl(id), { method: 'POST', body: bytes });
    if (!answer.ok) throw new Error(`the stand-in refused ${bytes.length} bytes: ${answer.status}`);
    return { blob: id };
  };
  const download = async (id: string): Promise<Uint8Array<ArrayBuffer>> => {
    const answer = await request(blobUrl(id));
    if (!answer.ok) throw new Error(`the stand-in has no bytes ${id}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const isSmall = (bytes: Uint8Array) => bytes.length <= setup.inlineBytes;

  // ---- page -> program: in the order of the calls, also when a message has to send bytes ahead -------------------
  let sending: Promise<unknown> | undefined;
  const send = (
    args: unknown[],
    message: (args: Wire) => FromPage,
    onFailure: (error: unknown) => void,
  ): void => {
    const encoded = codec.encode(args);
    const post = (bytes: readonly WireBytes[]) =>
      void tell(JSON.stringify(message({ value: encoded.value, bytes })));
    if (sending === undefined && encoded.bytes.every(isSmall)) {
      post(encoded.bytes.map(bytes => ({ base64: toBase64(bytes) })));
      return;
    }
    const uploads = Promise.all(
      encoded.bytes.map(bytes =>
        isSmall(bytes) ? Promise.resolve({ base64: toBase64(bytes) }) : upload(bytes),
      ),
    );
    const turn = Promise.all([uploads, sending])
      .then(([bytes]) => post(bytes))
      .catch(onFailure);
    sending = turn;
    void turn.then(() => {
      if (sending === turn) sending = undefined;
    });
  };

  // ---- program -> page -----------------------------------------------------------------------------------------
  const read = async ({ value, bytes }: Wire): Promise<unknown> =>
    codec.decode({
      value,
      bytes: await Promise.all(
        bytes.map(part =>
          'blob' in part ? download(part.blob) : Promise.resolve(base64.fromBase64(part.base64)),
        ),
      ),
    });
  const readNow = ({ value, bytes }: Wire): unknown =>
    codec.decode({ value, bytes: bytes.map(part => base64.fromBase64('base64' in part ? part.base64 : '')) });
  const hasBlobs = (wire: Wire) => wire.bytes.some(part => 'blob' in part);

  const waiting = new Map<
    number,
    { channel: string; resolve: (value: unknown) => void; reject: (e: Error) => void }
  >();
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();

  const emit = (channel: string, args: unknown): void => {
    // A listener may remove itself; lists are replaced then, not changed, so this one stays whole.
    for (const entry of listeners.get(channel) ?? []) {
      if (entry.once) ipcRenderer.removeListener(channel, entry.listener);
      entry.listener({ sender: ipcRenderer, ports: [] }, ...(Array.isArray(args) ? args : []));
    }
  };

  let dispatching: Promise<unknown> | undefined;
  const onEvent = (channel: string, args: Wire): void => {
    if (dispatching === undefined && !hasBlobs(args)) return emit(channel, readNow(args));
    const turn = Promise.all([read(args), dispatching]).then(([values]) => emit(channel, values));
    dispatching = turn.catch(reportError).then(() => {
      if (dispatching === settled) dispatching = undefined;
    });
    const settled = dispatching;
  };

  const receive = (text: string): void => {
    const message = JSON.parse(text) as ToPage;
    if (message.type === 'event') return onEvent(message.channel, message.args);
    const call = waiting.get(message.id);
    if (call === undefined) return;
    waiting.delete(message.id);
    if (message.type === 'result') void read(message.value).then(call.resolve, call.reject);
    else call.reject(new Error(`Error invoking remote method '${call.channel}': ${message.message}`));
  };
  Object.defineProperty(globalThis, setup.receiver, { value: receive });

  // ---- what Electron learns from the desktop, told by the window itself ------------------------------------------
  const note = (message: FromPage) => void tell(JSON.stringify(message));
  window.addEventListener('focus', () => note({ type: 'focus', focused: true }));
  window.addEventListener('blur', () => note({ type: 'focus', focused: false }));
  let lastActivity = 0;
  const onActivity = (event: Event) => {
    if (event.timeStamp - lastActivity < 1000) return;
    lastActivity = event.timeStamp;
    note({ type: 'activity' });
  };
  for (const type of ['keydown', 'pointerdown', 'pointermove', 'wheel']) {
    window.addEventListener(type, onActivity, { capture: true, passive: true });
  }

  // ---- electron ------------------------------------------------------------------------------------------------
  let lastId = 0;
  const add = (channel: string, listener: Listener, once: boolean) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  };
  const ipcRenderer = guarded('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        const fail = (error: unknown) => {
          waiting.delete(id);
          reject(error instanceof Error ? error : new Error(String(error)));
        };
        waiting.set(id, { channel, resolve, reject });
        try {
          send(args, wire => ({ type: 'invoke', id, channel, args: wire }), fail);
        } catch (error) {
          fail(error);
        }
      }),
    send: (channel: string, ...args: unknown[]): void =>
      send(args, wire => ({ type: 'send', channel, args: wire }), reportError),
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    removeListener: (channel: string, listener: Listener) => {
      const kept = [...(listeners.get(channel) ?? [])];
      const index = kept.findLastIndex(entry => entry.listener === listener);
      if (index >= 0) kept.splice(index, 1);
      listeners.set(channel, kept);
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener) => ipcRenderer.removeListener(channel, listener),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    removeAllListeners: (channel: string) => {
      listeners.delete(channel);
      return ipcRenderer;
    },
  });

  /** What crosses Electron's bridge: data and functions; an error keeps its message and nothing else. */
  const cross = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return (...args: unknown[]): unknown => {
        try {
          return cross(Reflect.apply(value, undefined, args.map(cross)));
        } catch (error) {
          throw cross(error);
        }
      };
    }
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Promise) return value.then(cross, error => Promise.reject(cross(error)));
    if (value instanceof Error) return new Error(value.message);
    if (Array.isArray(value)) return value.map(cross);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cross(item)]));
  };
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      Object.values(value).forEach(freeze);
      Object.freeze(value);
    }
    return value;
  };
  const contextBridge = guarded('contextBridge', {
    exposeInMainWorld: (name: string, api: unknown): void => {
      if (Object.hasOwn(globalThis, name))
        throw new Error(`Cannot bind an API on top of an existing property: ${name}`);
      Object.defineProperty(globalThis, name, { value: freeze(cross(api)), enumerable: true });
    },
  });

  const electron = guarded('electron', { contextBridge, ipcRenderer });
  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name} (a sandboxed preload may require 'electron' only)`);
  };
  const process = guarded('process', {
    platform: setup.platform,
    arch: setup.arch,
    versions: setup.versions,
    argv: setup.argv,
    env: {},
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
  });
  const module = { exports: {} };
  preload?.(require, module, module.exports, process);
}
