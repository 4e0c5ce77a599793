import { writeSync } from 'node:fs';
import { createPorts } from '../../../../src/main/engine/adapters/index.ts';
import { createJournal } from '../../../../src/main/engine/journal/index.ts';
import { fromHex } from '../../../../src/shared/bytes.ts';
import { ok } from '../../../../src/shared/result.ts';
import { decidedBody } from '../../../support/journal.ts';

/**
 * Appends decisions to the journal of a profile until it is killed. Arguments: profile directory, journal key and head key
 * in hex, and optionally the number of the head record before which to stop for good. Writes each acknowledged number, and
 * `stopped` when the database has committed and the head record has not been written.
 */
const [directory = '', journalKey = '', headMacKey = '', stopBefore] = process.argv.slice(2);
const ports = createPorts({ profileDirectory: directory, log: () => undefined });
let records = 0;
const files = {
  ...ports.files,
  overwrite: (name: string, offset: number, bytes: Uint8Array) => {
    records += 1;
    if (records === Number(stopBefore)) {
      writeSync(1, 'stopped\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    return ports.files.overwrite(name, offset, bytes);
  },
};
const vault = {
  journalKey: fromHex(journalKey),
  headMacKey: fromHex(headMacKey),
  devicePublicKey: new Uint8Array(32),
  owner: { deviceId: 'device-1' },
  sign: () => new Uint8Array(64),
  readAnchor: async () => ok(undefined),
  writeAnchor: async () => ok(undefined),
};
const journal = await createJournal({ ports: { ...ports, files }, vault });
if (!journal.ok) throw new Error(journal.problem.kind);
if (journal.value.findings.length > 0) throw new Error(JSON.stringify(journal.value.findings));
for (;;) {
  const number = journal.value.head().size + 1;
  const appended = journal.value.append([decidedBody(number)]);
  if (!appended.ok) throw new Error(appended.problem.kind);
  writeSync(1, `${number}\n`);
}
