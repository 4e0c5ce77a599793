import { randomBytes } from 'node:crypto';
import type { AttachedPage, CdpSession, Protocol } from '../browser/index.ts';
import { unlessClosed } from '../browser/index.ts';
import type { Host } from '../host.ts';
import { BLOB_PATH, INLINE_BYTES, type FromPage, type ToPage } from '../page/messages.ts';
import { pageScript } from '../page/script.ts';
import { Frame } from './frame.ts';

export interface LinkOptions {
  readonly pageOrigin: string;
  readonly preload: string | undefined;
  readonly argv: readonly string[];
  readonly colorScheme: 'light' | 'dark' | undefined;
  readonly mainFrame: Frame;
  readonly onMessage: (message: FromPage, frame: Frame) => void;
}

/** One attached page: its frames, the preload in it, and messages both ways. */
export class PageLink {
  readonly targetId: string;
  readonly session: CdpSession;
  readonly #options: LinkOptions;
  readonly #frames = new Map<string, Frame>();
  readonly #contexts = new Map<number, { readonly frame: Frame; readonly isDefault: boolean }>();
  readonly #binding = `standIn${randomBytes(12).toString('hex')}`;
  readonly #receiver = `standIn${randomBytes(12).toString('hex')}`;
  #lastFrameId = 1;

  private constructor(page: AttachedPage, options: LinkOptions) {
    this.targetId = page.targetId;
    this.session = page.session;
    this.#options = options;
    // DevTools names a page's top frame after its target.
    this.#frames.set(page.targetId, options.mainFrame);
  }

  /** Puts everything in place on a halted page, then lets it run. */
  static async establish(page: AttachedPage, host: Host, options: LinkOptions): Promise<PageLink> {
    const link = new PageLink(page, options);
    const { session } = page;
    link.#followFrames();
    session.on('Runtime.bindingCalled', event => link.#onBinding(event));
    const { cookie } = host.carrier;
    const url = `${options.pageOrigin}/`;
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.addBinding', { name: link.#binding }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: link.#script() }),
      session.send('Network.setCookie', { ...cookie, url, httpOnly: true, sameSite: 'Strict' }),
      // Only what can navigate or leave our origin: pausing every request would cost each one a round trip.
      session.send('Fetch.enable', { patterns: [{ resourceType: 'Document' }, { urlPattern: 'https://*' }] }),
      link.setColorScheme(options.colorScheme),
    ]);
    await session.send('Runtime.runIfWaitingForDebugger');
    return link;
  }

  /** Hands a message to the preload of the current document; without one it is lost, as in Electron. */
  post(message: ToPage): void {
    const context = [...this.#contexts].find(
      ([, { frame, isDefault }]) => isDefault && frame.parent === null,
    );
    if (context === undefined) return;
    const call = this.session.send('Runtime.callFunctionOn', {
      functionDeclaration: 'function (receiver, text) { globalThis[receiver]?.(text); }',
      executionContextId: context[0],
      arguments: [{ value: this.#receiver }, { value: JSON.stringify(message) }],
    });
    // The document may be replaced between finding its context and calling it.
    unlessClosed(
      call.catch((error: unknown) => {
        if (!(error instanceof Error) || !/context/i.test(error.message)) throw error;
      }),
    );
  }

  frame(id: string): Frame | undefined {
    return this.#frames.get(id);
  }

  async setColorScheme(value: 'light' | 'dark' | undefined): Promise<void> {
    const features = value === undefined ? [] : [{ name: 'prefers-color-scheme', value }];
    await this.session.send('Emulation.setEmulatedMedia', { features });
  }

  #script(): string {
    const { pageOrigin, preload, argv } = this.#options;
    return pageScript(
      {
        binding: this.#binding,
        receiver: this.#receiver,
        origin: pageOrigin,
        blobPath: BLOB_PATH,
        inlineBytes: INLINE_BYTES,
        platform: process.platform,
        arch: process.arch,
        versions: { node: process.versions.node },
        argv,
      },
      preload,
    );
  }

  #followFrames(): void {
    const { session } = this;
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      const parent = this.#frames.get(parentFrameId) ?? this.#options.mainFrame;
      this.#frames.set(frameId, new Frame(parent, ++this.#lastFrameId));
    });
    session.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId));
    session.on('Page.frameNavigated', ({ frame }) => this.#frames.get(frame.id)?.moved(frame.url));
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => this.#frames.get(frameId)?.moved(url));
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const aux: Record<string, unknown> = context.auxData ?? {};
      const frame = this.#frames.get(String(aux['frameId']));
      if (frame !== undefined)
        this.#contexts.set(context.id, { frame, isDefault: aux['isDefault'] === true });
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#contexts.delete(executionContextId);
    });
    session.on('Runtime.executionContextsCleared', () => this.#contexts.clear());
  }

  #onBinding({ name, payload, executionContextId }: Protocol.Runtime.bindingCalledPayload): void {
    const context = this.#contexts.get(executionContextId);
    if (name !== this.#binding || context === undefined) return;
    this.#options.onMessage(JSON.parse(payload) as FromPage, context.frame);
  }
}
