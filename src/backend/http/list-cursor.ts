import type { z } from 'zod';
import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Keyset cursors of one list: the sort values of the last entry of a page, opaque to the caller. */
export const listCursor = <S extends z.ZodType>(schema: S) => ({
  /** Where a page goes on; undefined at the beginning. Whatever is no cursor of this list is refused. */
  read: (text: string | undefined): Result<z.output<S> | undefined, Refusal<'invalid_payload'>> => {
    if (text === undefined) return ok(undefined);
    const parsed = schema.safeParse(jsonOf(text));
    if (parsed.success) return ok(parsed.data);
    const errors = [{ path: 'query.cursor', message: 'not a cursor of this list' }];
    return refuse('invalid_payload', 'The cursor does not belong to this list.', { errors });
  },
  write: (place: z.input<S>): string => Buffer.from(JSON.stringify(place)).toString('base64url'),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
