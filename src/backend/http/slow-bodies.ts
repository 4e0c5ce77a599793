import type { FastifyInstance } from 'fastify';
import { RequestFault } from './fault.ts';
import { refusal } from './refusal.ts';

/** Refuses a body that is held until it is whole and does not arrive in time. */
export function limitSlowBodies(app: FastifyInstance, bodyMs: number): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const { headers } = request;
    const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    // What is taken in as it arrives may be large: the limit of the whole request is its own.
    const isStreamed = /^\s*(multipart\/form-data|text\/csv)\b/i.test(headers['content-type'] ?? '');
    if (!hasBody || isStreamed) return payload;
    const fault = new RequestFault(refusal('request_timeout', 'The body did not arrive in time.'));
    // Not destroyed: that would take the connection away from the answer.
    const timer = setTimeout(() => payload.emit('error', fault), bodyMs);
    for (const end of ['end', 'close', 'error']) payload.once(end, () => clearTimeout(timer));
    return payload;
  });
}
