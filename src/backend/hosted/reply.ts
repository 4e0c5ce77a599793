import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Locale } from '../../shared/api/index.ts';
import type { LinkRecord } from '../links/index.ts';
import { acceptedLocale } from './words/index.ts';

export const sendPage = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.status(status).type('text/html; charset=utf-8').send(Buffer.from(text));

export const localeOf = (request: FastifyRequest, link?: LinkRecord): Locale =>
  link?.locale ?? acceptedLocale(request.headers['accept-language']);

export const baseOf = (token: string): string => `/verify/${token}`;

/** Where the script of a page says that somebody has it before them. */
export const seenStep = 'seen';
export const seenAt = (base: string): string => `${base}/${seenStep}`;

/** See Other: whatever was posted is not posted again by a reload. */
export const goTo = (reply: FastifyReply, address: string): FastifyReply => reply.redirect(address, 303);
