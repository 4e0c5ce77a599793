import type { Journal } from '../../../../src/main/engine/journal/index.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { decidedBody, openJournal } from '../../../support/journal.ts';
import { memoryKeychain } from '../../../support/keychain.ts';
import { testPorts } from '../../../support/ports.ts';
import { testTime } from '../../../support/time.ts';
import { newVault } from '../../../support/vault.ts';

/** A profile with a vault whose journal may be opened again and again. */
export async function journalWorld(directory = temporaryDirectory()) {
  const keychain = memoryKeychain();
  const time = testTime();
  const ports = testPorts({ directory, keychain, time });
  const vault = await newVault(ports);
  const open = (): Promise<Journal> => openJournal(ports, vault);
  return { directory, keychain, time, ports, vault, open };
}

/** Appends decisions with these numbers, one commit each. */
export function decide(journal: Journal, from: number, to: number): void {
  for (let number = from; number <= to; number += 1) {
    const appended = journal.append([decidedBody(number)]);
    if (!appended.ok) throw new Error(appended.problem.kind);
  }
}
