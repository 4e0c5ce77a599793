import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import { problemStatuses } from '../../shared/api/index.ts';
import { problemOf, type Refusal } from './refusal.ts';

type Headers = Readonly<Record<string, string>>;

/** An answer ready to be sent. */
export type Served =
  | { readonly kind: 'text'; readonly status: number; readonly headers: Headers; readonly body: string }
  | {
      readonly kind: 'stream';
      readonly status: number;
      readonly headers: Headers;
      readonly stream: Readable;
    };

export const sendServed = (reply: FastifyReply, served: Served): FastifyReply =>
  reply
    .status(served.status)
    .headers(served.headers)
    // Bytes, not text: to text Fastify adds a charset, which JSON's media types do not have (RFC 8259, 11).
    .send(
      served.kind === 'stream' ? served.stream : served.body === '' ? undefined : Buffer.from(served.body),
    );

export const sendRefusal = (reply: FastifyReply, refusal: Refusal): FastifyReply =>
  sendServed(reply, {
    kind: 'text',
    status: problemStatuses[refusal.code],
    headers: { 'content-type': 'application/problem+json', ...refusal.headers },
    body: JSON.stringify(problemOf(refusal)),
  });
