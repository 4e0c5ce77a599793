import type { OutboxRow } from '../cache/types.ts';

export interface Waiting {
  /** Without a final answer. */
  readonly sealed: readonly OutboxRow[];
  /** Undo window over, not sealed, oldest decision first. */
  readonly queued: readonly OutboxRow[];
  /** Can still be taken back. */
  readonly undoable: readonly OutboxRow[];
}

export interface Parking {
  readonly row: OutboxRow;
  readonly code: string;
  readonly detail: string;
}

export interface Selection {
  /** To be sent again exactly as sealed, in sequence. */
  readonly resend: readonly OutboxRow[];
  /** To be sealed and sent after those, in order. */
  readonly seal: readonly OutboxRow[];
  /** Can never be sent. */
  readonly park: readonly Parking[];
}

/**
 * What the next batch holds. A decision waits for an earlier one on the same case that can still be taken back, and
 * for the one it builds on; it is parked when that one was taken back before it was sent.
 */
export function selectBatch(
  { sealed, queued, undoable }: Waiting,
  stateOf: (commandId: string) => OutboxRow | undefined,
  limit: number,
): Selection {
  const resend = sealed
    .toSorted((a, b) => (a.sealed?.deviceSeq ?? 0) - (b.sealed?.deviceSeq ?? 0))
    .slice(0, limit);
  const seal: OutboxRow[] = [];
  const park: Parking[] = [];
  const parked = new Set<string>();
  const chosen = new Set<string>();
  /** By case, the first decision that does not go out now. */
  const held = new Map<string, number>();
  const hold = ({ decided, seq }: OutboxRow): void => {
    held.set(decided.customerId, Math.min(held.get(decided.customerId) ?? Infinity, seq));
  };
  undoable.forEach(hold);
  for (const row of queued) {
    const base = row.decided.dependsOn;
    const never = base === null ? undefined : neverSent(base, stateOf(base), parked);
    if (never) {
      parked.add(row.commandId);
      park.push({ row, ...never });
      continue;
    }
    const mayChange = (held.get(row.decided.customerId) ?? Infinity) < row.seq;
    const baseWaits = base !== null && !chosen.has(base) && stateOf(base)?.sealed === undefined;
    if (mayChange || baseWaits) {
      hold(row);
      continue;
    }
    if (resend.length + seal.length >= limit) break;
    chosen.add(row.commandId);
    seal.push(row);
  }
  return { resend, seal, park };
}

/** Whether the command that another builds on will never reach the backend. */
function neverSent(
  id: string,
  base: OutboxRow | undefined,
  parkedNow: ReadonlySet<string>,
): Omit<Parking, 'row'> | undefined {
  if (!base) return { code: 'base_unknown', detail: `command ${id} is not in this journal` };
  if (base.sealed) return undefined;
  const ended = parkedNow.has(id) || !['queued', 'undoable'].includes(base.state);
  if (!ended) return undefined;
  return { code: 'base_not_sent', detail: `command ${id}, on which it builds, was ${base.state}` };
}
