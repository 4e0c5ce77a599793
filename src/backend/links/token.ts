import type { Context } from '../context.ts';

/**
 * The secret of a link: drawn from its id under the operator's key, so that it can be shown again (as a QR code), is
 * nowhere in the database and cannot be guessed. 43 characters of base64url.
 */
export const tokenOf = ({ derive }: Pick<Context['keys'], 'derive'>, linkId: string): string =>
  derive('link', linkId).toString('base64url');

/** Whether a text could be a token at all. */
export const mayBeToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** The address of the page for a token; `publicUrl` is an origin. */
export const addressOf = (publicUrl: string, token: string): string => `${publicUrl}/verify/${token}`;
