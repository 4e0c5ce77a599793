import { createHash } from 'node:crypto';
import type { Random } from '../environment.ts';

export type TokenPrefix = 'at' | 'rt' | 'sk';

/** 256 bits behind a prefix that says what it is (and lets secret scanners find it). */
export const newToken = (prefix: TokenPrefix, random: Random): string =>
  `${prefix}_${random.bytes(32).toString('base64url')}`;

/** Tokens carry full entropy, so that a plain hash at rest is enough. */
export const tokenHash = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');
