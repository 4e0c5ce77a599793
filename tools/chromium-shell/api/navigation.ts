import type { EventEmitter } from 'node:events';
import { unlessClosed, type Protocol } from '../browser/index.ts';
import { say } from '../limits.ts';
import { toAppUrl } from '../origin.ts';
import { preventable } from './events.ts';
import type { PageLink } from './page-link.ts';
import type { WebRequest } from './web-request.ts';

/** Decides about each document that the page wants to show, and refuses everything that is not our origin. */
export class NavigationGuard {
  readonly #link: PageLink;
  readonly #pageOrigin: string;
  readonly #contents: EventEmitter;
  readonly #webRequest: WebRequest;
  /** What the program itself has asked to load: not the page's wish, so not asked about. */
  #programLoad: string | undefined;

  constructor(link: PageLink, pageOrigin: string, contents: EventEmitter, webRequest: WebRequest) {
    this.#link = link;
    this.#pageOrigin = pageOrigin;
    this.#contents = contents;
    this.#webRequest = webRequest;
    link.session.on('Fetch.requestPaused', event => unlessClosed(this.#onPaused(event)));
  }

  /** The next document with this address is loaded on the program's behalf. */
  expect(pageUrl: string): void {
    this.#programLoad = pageUrl;
  }

  async #onPaused(paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const { requestId, request, resourceType } = paused;
    const isOurs = new URL(request.url).origin === this.#pageOrigin;
    if (!isOurs) await this.#webRequest.foreign(request.url, request.method, resourceType);
    const isWelcome = resourceType === 'Document' ? this.#asks(paused) : true;
    if (isOurs && isWelcome) {
      await this.#link.session.send('Fetch.continueRequest', { requestId });
      return;
    }
    if (!isOurs) say(`refused a request outside the app: ${new URL(request.url).origin}`);
    // "Aborted" leaves the current document where it is; other reasons replace it by an error page.
    await this.#link.session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
  }

  /** Whether the program lets the page go there. */
  #asks({ frameId, request, redirectedRequestId }: Protocol.Fetch.requestPausedPayload): boolean {
    const isMainFrame = frameId === this.#link.targetId;
    const target = request.url + (request.urlFragment ?? '');
    if (isMainFrame && target === this.#programLoad) {
      this.#programLoad = undefined;
      return true;
    }
    const frame = this.#link.frame(frameId) ?? null;
    const isReload = frame !== null && toAppUrl(request.url) === frame.url.replace(/#.*$/, '');
    if (isReload) return true;
    const url = toAppUrl(target);
    const details = { url, isSameDocument: false, isMainFrame, frame, initiator: frame };
    const names =
      redirectedRequestId !== undefined
        ? ['will-redirect']
        : isMainFrame
          ? ['will-frame-navigate', 'will-navigate']
          : ['will-frame-navigate'];
    return names.every(name => {
      const event = preventable(details);
      this.#contents.emit(name, event, url, false, isMainFrame, 0, 0);
      return !event.defaultPrevented;
    });
  }
}
