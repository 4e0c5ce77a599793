import { createJournal, type Journal, type JournalBody } from '../../src/main/engine/journal/index.ts';
import type { Ports } from '../../src/main/engine/ports.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';
import { firstPrevHash } from '../../src/shared/domain/command.ts';

/** The journal of an open vault; throws what opening refuses. */
export async function openJournal(ports: Ports, vault: OpenVault): Promise<Journal> {
  const opened = await createJournal({ ports, vault });
  if (!opened.ok) throw new Error(`${opened.problem.kind}: ${opened.problem.detail}`);
  return opened.value;
}

export const idOf = (number: number): string => `0194f001-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** A note as a decision: the smallest command there is. `number` makes its ids. */
export const decidedBody = (number: number, text = 'Checked by phone'): JournalBody => ({
  kind: 'decided',
  commandId: idOf(number),
  type: 'note.add',
  customerId: `customer-${number % 7}`,
  userId: 'user-1',
  deviceId: 'device-1',
  baseVersion: null,
  dependsOn: null,
  clock: { lastServerTime: null, elapsedMs: null },
  payload: { text, mentions: [] },
  evidence: [],
  undoMs: 0,
  replaces: null,
  customerName: 'Мария Соколова',
});

export const sealedBody = (number: number, deviceSeq: number): JournalBody => ({
  kind: 'sealed',
  commandId: idOf(number),
  deviceSeq,
  prevHash: firstPrevHash,
  hash: String(deviceSeq).padStart(64, '0'),
  signature: 'A'.repeat(86) + '==',
});
