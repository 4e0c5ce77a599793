/** The few platform globals that exist in every place `shared` runs: Node, the sandboxed preload and the window. */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(input?: Uint8Array): string;
}
declare class URL {
  constructor(url: string, base?: string);
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
}
/** Of the Streams Standard as much as unpacking takes. */
interface ByteStream {
  pipeThrough(through: DecompressionStream): ByteStream;
  getReader(): {
    read(): Promise<
      | { readonly done: true; readonly value?: undefined }
      | { readonly done: false; readonly value: Uint8Array }
    >;
    cancel(): Promise<void>;
  };
}
declare class DecompressionStream {
  constructor(format: 'deflate');
  readonly readable: ByteStream;
}
declare class Blob {
  constructor(parts: readonly Uint8Array<ArrayBuffer>[]);
  stream(): ByteStream;
}
