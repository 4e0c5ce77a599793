import type { EndpointName, Problem } from '../../../shared/api/index.ts';
import type { Result } from '../../../shared/result.ts';
import type { HttpFault, HttpResponse } from '../ports.ts';

/** Everything that a call to the backend can come to, but for the answer that was wanted. */
export type ApiFault =
  | { readonly kind: 'network'; readonly fault: HttpFault }
  /** A problem+json answer. */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retryAfterMs: number | undefined }
  /** 5xx without a problem, HTML from a proxy, JSON of the wrong shape. */
  | { readonly kind: 'unexpected'; readonly status: number; readonly detail: string }
  /** No session, and none to be had without the person. */
  | { readonly kind: 'signedOut' };

export interface ApiRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The backend, typed by the endpoint table. Adds the session's token, refreshes it once on 401. */
export interface Api {
  json<N extends EndpointName>(name: N, request?: ApiRequest): Promise<Result<unknown, ApiFault>>;
  stream<N extends EndpointName>(name: N, request?: ApiRequest): Promise<Result<HttpResponse, ApiFault>>;
}
