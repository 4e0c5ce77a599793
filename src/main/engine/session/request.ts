import { endpoints, type Endpoint, type EndpointName } from '../../../shared/api/index.ts';
import { utf8 } from '../../../shared/bytes.ts';
import type { HttpRequest } from '../ports.ts';
import type { ApiRequest } from './types.ts';

const defaultTimeout = 20_000;

/** The HTTP request for a call of the endpoint table. A missing path parameter is a bug and throws. */
export function httpRequest(
  baseUrl: string,
  name: EndpointName,
  request: ApiRequest,
  token: string | undefined,
): HttpRequest {
  const endpoint: Endpoint = endpoints[name];
  return {
    method: endpoint.method,
    url: baseUrl + fillPath(endpoint.path, request.params ?? {}) + queryString(request.query ?? {}),
    headers: {
      accept: `${endpoint.responseType ?? 'application/json'}, application/problem+json`,
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...request.headers,
    },
    ...(request.body !== undefined && { body: utf8(JSON.stringify(request.body)) }),
    timeoutMs: request.timeoutMs ?? defaultTimeout,
    ...(request.signal && { signal: request.signal }),
  };
}

const fillPath = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`path parameter ${name} is missing`);
    return encodeURIComponent(value);
  });

function queryString(query: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
