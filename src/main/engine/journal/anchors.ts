import { toHex } from '../../../shared/bytes.ts';
import { z } from '../../../shared/zod.ts';
import type { Crypto, Database } from '../ports.ts';
import type { BodyOf } from './entries.ts';
import { rootOf, type Frontier } from './merkle.ts';
import { readRow, recompute } from './records.ts';
import type { JournalHead } from './types.ts';

export const headOf = (crypto: Crypto, frontier: Frontier): JournalHead => ({
  size: frontier.size,
  root: toHex(rootOf(crypto, frontier)),
});

/** How a head that was kept outside the journal fits it. */
export type Fit = 'holds' | 'behind' | 'forked';

/**
 * Whether the journal still contains what this head saw. A smaller head is held against the tree over that many entries,
 * which reads them: that happens only after an unclean exit, when the head lags behind.
 */
export function fitOf(database: Database, crypto: Crypto, frontier: Frontier, head: JournalHead): Fit {
  if (head.size > frontier.size) return 'behind';
  const then = head.size === frontier.size ? frontier : recompute(database, crypto, head.size);
  return headOf(crypto, then).root === head.root ? 'holds' : 'forked';
}

/** The last time that the journal went on after damage; its entry answers the heads that no longer hold. */
export function lastRecovery(
  database: Database,
): { readonly seq: number; readonly body: BodyOf<'recovered'> } | undefined {
  const last = database.prepare(`SELECT max(seq) AS seq FROM entry WHERE kind = 'recovered'`).get();
  const { seq } = z.object({ seq: z.int().nullable() }).parse(last);
  if (seq === null) return undefined;
  const row = database.prepare('SELECT seq, record FROM entry WHERE seq = ?').get(seq);
  const entry = row && readRow(row).entry;
  return entry?.body.kind === 'recovered' ? { seq, body: entry.body } : undefined;
}

export const isSuperseded = (head: JournalHead, recovery: BodyOf<'recovered'> | undefined): boolean =>
  recovery?.superseded.some(({ size, root }) => size === head.size && root === head.root) ?? false;
