import type { OpenVault } from '../vault/index.ts';
import type { Ports } from '../ports.ts';

/** What a journal is opened with. */
export interface JournalOptions {
  readonly ports: Pick<Ports, 'clock' | 'crypto' | 'databases' | 'files' | 'log'>;
  readonly vault: Pick<
    OpenVault,
    'journalKey' | 'headMacKey' | 'devicePublicKey' | 'sign' | 'readAnchor' | 'writeAnchor'
  > & { readonly owner: Pick<OpenVault['owner'], 'deviceId'> };
}

export const journalFile = 'journal.db';
/** There from the moment that damage is met until a check found the journal sound or it was salvaged. */
export const suspectFile = 'journal.suspect';
/** The log as it was found, from before SQLite opens it until the journal is found sound or has been salvaged. */
export const foundLogFile = 'journal.log-found';
/** The files of one SQLite database in write-ahead mode. */
export const filesOf = (name: string): readonly string[] => [name, `${name}-wal`, `${name}-shm`];
