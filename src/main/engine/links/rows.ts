import type { Link } from '../../../shared/api/links.ts';
import { isAsked } from '../../../shared/domain/review.ts';
import { verificationStatusSchema } from '../../../shared/domain/status.ts';
import type { LinkRow } from '../../../shared/ipc/links.ts';
import { maybeInteger, text, type Cache } from '../cache/index.ts';

type Names = Pick<Cache, 'database' | 'level' | 'user'>;

/** A link with the names of what it is about. */
export function linkRow(cache: Names, link: Link): LinkRow {
  const customer = link.customerId
    ? cache.database.prepare('SELECT name, status, missing FROM customer WHERE id = ?').get(link.customerId)
    : undefined;
  const customerName = customer && text(customer, 'name');
  const madeBy = madeByOf(cache, link);
  return {
    ...link,
    levelName: cache.level(link.levelId)?.name ?? link.levelId,
    customerHere: customer !== undefined,
    // Of a customer that is not here only the link is known: one that was used up has been answered.
    asksForMore: customer
      ? isAsked(verificationStatusSchema.parse(customer['status']), maybeInteger(customer, 'missing') ?? 0)
      : link.state !== 'completed',
    ...(customerName ? { customerName } : {}),
    ...(madeBy === undefined ? {} : { madeBy }),
  };
}

export function linkRows(cache: Names, links: readonly Link[]): readonly LinkRow[] {
  return links.map(link => linkRow(cache, link));
}

function madeByOf(cache: Pick<Cache, 'user'>, { createdBy }: Link): string | undefined {
  if (!createdBy) return undefined;
  return createdBy === 'integrator' ? 'Integrator' : (cache.user(createdBy)?.name ?? 'A colleague');
}
