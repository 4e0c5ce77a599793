import type { FastifyReply, FastifyRequest } from 'fastify';
import { shield } from './guard.ts';
import { localeOf, sendPage } from './reply.ts';
import { messagePage } from './views/message.ts';

export const isHostedAddress = (url: string): boolean => url.startsWith('/verify/');

/** What somebody sees whose link was mangled on its way: an address that leads to no link. */
export const unknownLinkPage = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendPage(shield(reply), 404, messagePage(localeOf(request), { kind: 'unknown' }));
