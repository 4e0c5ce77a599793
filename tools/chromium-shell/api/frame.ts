import { originOf, toAppUrl } from '../origin.ts';

/** A frame as the program sees it: addresses are the app's own, never those Chromium was given. */
export class Frame {
  readonly parent: Frame | null;
  readonly frameTreeNodeId: number;
  readonly processId = 0;
  readonly routingId: number;
  #pageUrl = '';

  constructor(parent: Frame | null, id: number) {
    this.parent = parent;
    this.frameTreeNodeId = id;
    this.routingId = id;
  }

  get url(): string {
    return toAppUrl(this.#pageUrl);
  }

  get origin(): string {
    return this.#pageUrl === '' ? 'null' : originOf(this.url);
  }

  get top(): Frame {
    return this.parent?.top ?? this;
  }

  get detached(): boolean {
    return false;
  }

  /** The frame has gone to another document. */
  moved(pageUrl: string): void {
    this.#pageUrl = pageUrl;
  }
}
