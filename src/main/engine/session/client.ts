import type { EndpointName } from '../../../shared/api/index.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { HttpResponse, Ports } from '../ports.ts';
import { readAnswer, successful } from './answer.ts';
import { httpRequest } from './request.ts';
import type { ApiAnswer, ApiFault, ApiRequest } from './types.ts';

/** One exchange with the backend, with the token that it is given or none. */
export interface Client {
  json<N extends EndpointName>(
    name: N,
    request: ApiRequest,
    token?: string,
  ): Promise<Result<ApiAnswer<N>, ApiFault>>;
  stream<N extends EndpointName>(
    name: N,
    request: ApiRequest,
    token?: string,
  ): Promise<Result<HttpResponse, ApiFault>>;
}

export interface ClientOptions {
  readonly ports: Pick<Ports, 'http' | 'clock'>;
  readonly baseUrl: string;
}

export function createClient({ ports, baseUrl }: ClientOptions): Client {
  const stream: Client['stream'] = async (name, request, token) => {
    const sent = await ports.http.send(httpRequest(baseUrl, name, request, token));
    if (!sent.ok) return fail({ kind: 'network', fault: sent.problem });
    return successful(name, sent.value, ports.clock);
  };
  return {
    stream,
    json: async <N extends EndpointName>(name: N, request: ApiRequest, token?: string) => {
      const head = await stream(name, request, token);
      if (!head.ok) return head;
      const answer = await readAnswer(name, head.value);
      // The schema that the table gives for this very endpoint has just parsed it.
      return answer as Result<ApiAnswer<N>, ApiFault>;
    },
  };
}
