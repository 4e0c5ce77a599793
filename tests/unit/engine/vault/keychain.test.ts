import { expect, onTestFinished, test } from 'vitest';
import { createKeychain } from '../../../../src/main/engine/adapters/keychain.ts';
import { createVault } from '../../../../src/main/engine/vault/index.ts';
import type { Keychain } from '../../../../src/main/engine/ports.ts';
import { toHex } from '../../../../src/shared/bytes.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { openJournal } from '../../../support/journal.ts';
import { testPorts } from '../../../support/ports.ts';
import { newVault, passphrase } from '../../../support/vault.ts';

const real = process.platform !== 'linux' || process.env['DBUS_SESSION_BUS_ADDRESS'] !== undefined;

/** The keychain of the operating system, which forgets at the end of the test what the test wrote. */
function cleanedKeychain(): Keychain {
  const keychain = createKeychain();
  const written = new Set<string>();
  onTestFinished(async () => {
    for (const entry of written) await keychain.remove(entry);
  });
  return {
    ...keychain,
    write: (entry, secret) => {
      written.add(entry);
      return keychain.write(entry, secret);
    },
  };
}

test.skipIf(!real)(
  '[VLT-1] with the keychain of the operating system: made, changed, anchored and opened again',
  async () => {
    const ports = testPorts({ directory: temporaryDirectory(), keychain: cleanedKeychain() });
    const made = await newVault(ports);
    const journal = await openJournal(ports, made);
    expect(journal.append([{ kind: 'locked', cause: 'test' }]).ok).toBe(true);
    expect((await journal.anchor(true)).ok).toBe(true);
    journal.close();
    await made.writeRefreshToken('token of a session');

    const vault = createVault({ ports });
    expect((await vault.changePassphrase(passphrase, 'another long passphrase')).ok).toBe(true);
    const opened = await vault.unlock('another long passphrase');
    if (!opened.ok) throw new Error(opened.problem.kind);
    expect(toHex(opened.value.journalKey)).toBe(toHex(made.journalKey));
    expect(await opened.value.readRefreshToken()).toEqual({ ok: true, value: 'token of a session' });

    ports.files.remove('journal.db');
    ports.files.remove('journal.head');
    const emptied = await openJournal(ports, opened.value);
    expect(emptied.findings).toMatchObject([{ kind: 'journal_damaged', counts: { missing: 1 } }]);
    emptied.close();
  },
);
