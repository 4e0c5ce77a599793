import { linkSchema, type Link, type LinkState } from '../../../shared/api/links.ts';
import type { LinkCounts } from '../../../shared/ipc/links.ts';
import type { Database } from '../ports.ts';
import { integer, maybeText, text } from './columns.ts';

export interface LinkQuery {
  /** As it is just now; absent: all. */
  readonly state?: LinkState | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Where time has made it expired; no change of the feed says so. Takes the time now. */
const stateNow = `iif(state IN ('active', 'opened') AND expires <= ?, 'expired', state)`;

const linkOf = (json: string): Link => linkSchema.parse(JSON.parse(json));

export function putLink(database: Database, link: Link): void {
  database
    .prepare(
      'INSERT OR REPLACE INTO link (id, created, expires, state, customer_id, json) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(
      link.id,
      Date.parse(link.createdAt),
      Date.parse(link.expiresAt),
      link.state,
      link.customerId ?? null,
      // Parsed by the schema, which has no place for an address: whatever else came is not written.
      JSON.stringify(link),
    );
}

/** Whom a link is for. */
export function linkedCustomer(database: Database, id: string): string | undefined {
  const row = database.prepare('SELECT customer_id FROM link WHERE id = ?').get(id);
  return row && maybeText(row, 'customer_id');
}

export function readLinks(
  database: Pick<Database, 'prepare'>,
  { state, offset, limit }: LinkQuery,
  now: number,
): readonly Link[] {
  const where = state === undefined ? '' : `WHERE ${stateNow} = ?`;
  const ids = `SELECT id FROM link ${where} ORDER BY created DESC, id DESC LIMIT ? OFFSET ?`;
  return database
    .prepare(`SELECT json FROM link WHERE id IN (${ids}) ORDER BY created DESC, id DESC`)
    .all(...(state === undefined ? [] : [now, state]), limit, offset)
    .map(row => linkOf(text(row, 'json')));
}

export const readLinksOf = (database: Database, customerId: string): readonly Link[] =>
  database
    .prepare('SELECT json FROM link WHERE customer_id = ? ORDER BY created DESC, id DESC')
    .all(customerId)
    .map(row => linkOf(text(row, 'json')));

/** How many there are in each state just now, and in all. One walk over an index: grouped, they would be sorted first. */
export function countLinks(database: Pick<Database, 'prepare'>, now: number): LinkCounts {
  const row = database
    .prepare(
      `SELECT
        count(*) AS "all",
        count(*) FILTER (WHERE state = 'active' AND expires > ?) AS active,
        count(*) FILTER (WHERE state = 'opened' AND expires > ?) AS opened,
        count(*) FILTER (WHERE state = 'completed') AS completed,
        count(*) FILTER (WHERE state = 'revoked') AS revoked
      FROM link`,
    )
    .get(now, now);
  const count = (name: string): number => (row ? integer(row, name) : 0);
  const [all, active, opened] = [count('all'), count('active'), count('opened')];
  const [completed, revoked] = [count('completed'), count('revoked')];
  return { all, active, opened, completed, revoked, expired: all - active - opened - completed - revoked };
}
