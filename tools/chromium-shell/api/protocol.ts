import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { CustomScheme } from 'electron';
import { refuseUnknown } from '../limits.ts';
import { originOf, toAppUrl, toPageUrl } from '../origin.ts';
import type { WebRequest } from './web-request.ts';

type SchemeHandler = (request: Request) => Response | Promise<Response>;

/**
 * A sandbox that withholds pop-ups alone. Chromium tells `Page.windowOpen` first and then has `window.open` answer
 * null, as Electron does for a handler that denies. A pop-up that came into being, only to be closed, shares its
 * opener's renderer and is halted there for whoever debugs it: the opener could stay halted with it.
 */
const WITHOUT_POPUPS = [
  'sandbox',
  'allow-downloads',
  'allow-forms',
  'allow-modals',
  'allow-orientation-lock',
  'allow-pointer-lock',
  'allow-presentation',
  'allow-same-origin',
  'allow-scripts',
  'allow-storage-access-by-user-activation',
  'allow-top-navigation',
  'allow-top-navigation-to-custom-protocols',
].join(' ');

/** What the session lays down for requests of its pages. */
interface RequestRules {
  readonly webRequest: WebRequest;
  permissionsPolicy(origin: string): string;
}

/** `protocol`: which schemes are the app's own, and who answers them. */
export class AppProtocol {
  readonly #schemes: string[] = [];
  readonly #handlers = new Map<string, SchemeHandler>();

  registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true)
        throw new Error(`the stand-in serves standard schemes only, not ${scheme}`);
      this.#schemes.push(scheme);
    }
  }

  handle(scheme: string, handler: SchemeHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  get schemes(): readonly string[] {
    return this.#schemes;
  }

  /** Answers a request of a page as the app's handler would have it, addresses mapped in both directions. */
  async serve(pageUrl: string, request: IncomingMessage, rules: RequestRules): Promise<Response> {
    const url = toAppUrl(pageUrl);
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) return new Response(null, { status: 404 });
    if (!(await rules.webRequest.allows(url, request))) throw new Error(`refused by the program: ${url}`);
    const response = await handler(toAppRequest(url, request));
    const headers = await rules.webRequest.headersFor(url, response);
    headers.set('permissions-policy', rules.permissionsPolicy(originOf(url)));
    const policy = headers.get('content-security-policy');
    if (policy !== null) headers.set('content-security-policy', this.#toPagePolicy(policy));
    // A policy of its own beside the program's: each of them has to agree.
    headers.append('content-security-policy', WITHOUT_POPUPS);
    return new Response(response.body, { status: response.status, headers });
  }

  /** A policy that names the app's scheme has to name what Chromium sees in its place. */
  #toPagePolicy(policy: string): string {
    return this.#schemes.reduce(
      (text, scheme) =>
        text
          .replaceAll(
            new RegExp(`\\b${scheme}://[\\w.-]+`, 'g'),
            source => new URL(toPageUrl(`${source}/`)).origin,
          )
          .replaceAll(new RegExp(`(?<=\\s)${scheme}:(?=[\\s;]|$)`, 'g'), `http://*.${scheme}.localhost`),
      policy,
    );
  }
}

function toAppRequest(url: string, request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // The cookie is the stand-in's own secret; host and connection belong to its transport.
    if (typeof value === 'string' && !['cookie', 'host', 'connection'].includes(name))
      headers.set(name, value);
  }
  const method = request.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: Readable.toWeb(request), duplex: 'half' } as RequestInit);
}

export const appProtocol = new AppProtocol();
export const protocol = refuseUnknown('protocol', appProtocol);
