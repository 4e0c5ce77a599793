import { createHash } from 'node:crypto';
import { ok } from '../../shared/result.ts';
import type { Clock } from '../environment.ts';
import type { ImportApplicant, Imported } from './import.ts';

/** Whoever lost a race comes again at once; after that the token counts as used. */
const keptMs = 10 * 60_000;
const mostKept = 100;

/**
 * Imports by tokens that can be used once, and holds what one brought until it is in a case: a request that loses its
 * `If-Match` while the other service is asked is sent again with the same token. In memory alone, under the token's hash.
 */
export function unspentImports(importApplicant: ImportApplicant, clock: Clock) {
  const kept = new Map<string, { readonly imported: Imported; readonly until: number }>();
  const keyOf = (tenantId: string, token: string): string =>
    createHash('sha256').update(`${tenantId}\0${token}`).digest('hex');
  const tidy = (): void => {
    for (const [key, { until }] of kept) if (until <= clock.now() || kept.size > mostKept) kept.delete(key);
  };
  return {
    take: async (tenantId: string, token: string, signal: AbortSignal): ReturnType<ImportApplicant> => {
      tidy();
      const key = keyOf(tenantId, token);
      const known = kept.get(key);
      if (known) return ok(known.imported);
      const answer = await importApplicant(token, signal);
      if (answer.ok) kept.set(key, { imported: answer.value, until: clock.now() + keptMs });
      return answer;
    },
    /** It is in a case: the token is used up. */
    spent: (tenantId: string, token: string): void => void kept.delete(keyOf(tenantId, token)),
  };
}
