import type { IncomingMessage } from 'node:http';
import type {
  CallbackResponse,
  HeadersReceivedResponse,
  OnBeforeRequestListenerDetails,
  OnHeadersReceivedListenerDetails,
} from 'electron';
import { toAppUrl } from '../origin.ts';

type Details = Pick<OnBeforeRequestListenerDetails, 'id' | 'url' | 'method' | 'resourceType' | 'timestamp'>;
type BeforeRequest = (details: Details, callback: (answer: CallbackResponse) => void) => void;
type HeaderDetails = Pick<OnHeadersReceivedListenerDetails, 'id' | 'url' | 'statusCode' | 'responseHeaders'>;
type HeadersReceived = (details: HeaderDetails, callback: (answer: HeadersReceivedResponse) => void) => void;
type ResourceType = OnBeforeRequestListenerDetails['resourceType'];

/** Fetch metadata and the DevTools protocol name the kinds of request differently from Electron. */
const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  document: 'mainFrame',
  iframe: 'subFrame',
  script: 'script',
  style: 'stylesheet',
  stylesheet: 'stylesheet',
  image: 'image',
  font: 'font',
  empty: 'xhr',
  fetch: 'xhr',
  xhr: 'xhr',
  ping: 'ping',
  media: 'media',
};

/** `session.webRequest`: the program's word on each request. URL filters are taken as "all". */
export class WebRequest {
  #beforeRequest: BeforeRequest | undefined;
  #headersReceived: HeadersReceived | undefined;
  #lastId = 0;

  onBeforeRequest(...args: readonly unknown[]): void {
    this.#beforeRequest = args.at(-1) as BeforeRequest | undefined;
  }

  onHeadersReceived(...args: readonly unknown[]): void {
    this.#headersReceived = args.at(-1) as HeadersReceived | undefined;
  }

  /** Whether the program lets this request of one of its pages through. */
  allows(url: string, request: IncomingMessage): Promise<boolean> {
    const kind = request.headers['sec-fetch-dest'];
    return this.#ask(url, request.method ?? 'GET', typeof kind === 'string' ? kind : 'other');
  }

  /** Tells the program of a request to somewhere else; it is refused in any case. */
  async foreign(pageUrl: string, method: string, kind: string): Promise<void> {
    await this.#ask(toAppUrl(pageUrl), method, kind);
  }

  /** The response's headers as the program wants them. */
  async headersFor(url: string, response: Response): Promise<Headers> {
    const listener = this.#headersReceived;
    if (listener === undefined) return new Headers(response.headers);
    const responseHeaders = Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]]));
    const details = {
      id: ++this.#lastId,
      url,
      statusCode: response.status,
      responseHeaders,
    } satisfies HeaderDetails;
    const answer = await new Promise<HeadersReceivedResponse>(resolve => listener(details, resolve));
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.responseHeaders ?? responseHeaders)) {
      for (const one of [value].flat()) headers.append(name, one);
    }
    return headers;
  }

  async #ask(url: string, method: string, kind: string): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (listener === undefined) return true;
    const resourceType = RESOURCE_TYPES[kind.toLowerCase()] ?? 'other';
    const details = {
      id: ++this.#lastId,
      url,
      method,
      resourceType,
      timestamp: Date.now(),
    } satisfies Details;
    const answer = await new Promise<CallbackResponse>(resolve => listener(details, resolve));
    return answer.cancel !== true;
  }
}
