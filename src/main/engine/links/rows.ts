import type { Link } from '../../../shared/api/links.ts';
import type { LinkRow } from '../../../shared/ipc/links.ts';
import { text, type Cache } from '../cache/index.ts';

type Names = Pick<Cache, 'database' | 'level' | 'user'>;

/** A link with the names of what it is about. */
export function linkRow(cache: Names, link: Link): LinkRow {
  const customer = link.customerId
    ? cache.database.prepare('SELECT name FROM customer WHERE id = ?').get(link.customerId)
    : undefined;
  const customerName = customer && text(customer, 'name');
  const madeBy = madeByOf(cache, link);
  return {
    ...link,
    levelName: cache.level(link.levelId)?.name ?? link.levelId,
    customerHere: customer !== undefined,
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
