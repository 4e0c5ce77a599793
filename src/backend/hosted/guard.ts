import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * `connect-src` is for the script's upload with its progress; everything else comes from the backend's own files. The
 * address holds the token: it is sent to nobody as a referrer, kept by no cache and listed by no search engine.
 */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
} as const;

export const shield = (reply: FastifyReply): FastifyReply => reply.headers(headers);

/**
 * Whether a form comes from our own page. The token in the address is the capability, so this is the second lock: a
 * browser that says where a request comes from is believed. Without a referrer a browser calls its own pages' origin
 * `null`, which says nothing.
 */
export function isOurs({ headers: sent, host }: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  const site = sent['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = sent;
  return origin === undefined || origin === 'null' || URL.parse(origin)?.host === host;
}
