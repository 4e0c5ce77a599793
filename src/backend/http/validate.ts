import type { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import { refusal, type Refusal } from './refusal.ts';

/** The most faults that are named: enough to mend a form, too few to make an answer large. */
const mostErrors = 50;

/** What is wrong where: each fault by its path below `part`, and each member that the contract does not know by its own. */
export const errorsOf = ({ issues }: z.ZodError, part: string): NonNullable<Refusal['errors']> =>
  issues
    .flatMap(issue => {
      const named = (message: string, ...below: readonly string[]) => ({
        path: [part, ...issue.path.map(String), ...below].join('.').slice(0, 200),
        message: message.slice(0, 300),
      });
      return issue.code === 'unrecognized_keys'
        ? issue.keys.slice(0, mostErrors).map(key => named('unknown member', key))
        : [named(issue.message)];
    })
    .slice(0, mostErrors);

/** Checks one part of a request; each fault is named by its path below `part`. */
export function validated(
  schema: z.ZodType | undefined,
  value: unknown,
  part: 'params' | 'query' | 'body',
): Result<unknown, Refusal> {
  if (!schema)
    return hasMembers(value) && part !== 'params'
      ? fail(refusal('invalid_payload', `This endpoint takes no ${part}.`))
      : ok(undefined);
  // The same as of what is to be kept: what is looked for is compared with it.
  if (part === 'query' && holdsNul(value))
    return fail(refusal('invalid_payload', 'The query holds the character U+0000.'));
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  // An id that can't be one names nothing.
  return part === 'params'
    ? fail(refusal('not_found', 'There is nothing by this id.'))
    : fail(
        refusal('invalid_payload', `The ${part} does not fit the contract.`, {
          errors: errorsOf(parsed.error, part),
        }),
      );
}

const holdsNul = (query: unknown): boolean =>
  Object.values(query ?? {}).some(text => typeof text === 'string' && text.includes('\0'));

const hasMembers = (value: unknown): boolean =>
  value != null && (typeof value !== 'object' || Object.keys(value).length > 0);
