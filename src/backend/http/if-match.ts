import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Strong entity tags in a list (RFC 9110, 8.8.3): a weak one says of nothing that it is the same. */
const tags = /^\s*"[\x21\x23-\x7e]*"(?:\s*,\s*"[\x21\x23-\x7e]*")*\s*$/;

/** Whether an If-Match names what has this ETag; `*` names whatever there is. */
export function ifMatch(header: string, etag: string): Result<boolean, Refusal<'invalid_payload'>> {
  if (header.trim() === '*') return ok(true);
  if (tags.test(header)) return ok(header.split(',').some(tag => tag.trim() === etag));
  const errors = [{ path: 'headers.if-match', message: 'not an ETag as it was given, such as "3"' }];
  return refuse('invalid_payload', 'If-Match names no ETag.', { errors });
}
