import Database from 'better-sqlite3';
import type { Customer } from '../../src/shared/domain/index.ts';
import type { Needle } from '../../tools/drive/plaintext.ts';

/** Shorter texts occur by chance, in names of files and in bytes that mean something else. */
const shortest = 8;

const text = (label: string, value: string | null | undefined): readonly Needle[] =>
  value && value.length >= shortest ? [{ label, text: value }] : [];

/** What these customers told about themselves and must not lie readable at the workstation. */
export const personalNeedles = (customers: readonly Customer[]): readonly Needle[] =>
  customers.flatMap(({ name, fields }) => [
    ...text('a name', name),
    ...text('an ID number', fields['idNumber']?.value),
    ...text('an e-mail', fields['email']?.value),
    ...text('a registration number', fields['registrationNumber']?.value),
  ]);

/** Pieces out of the middle of every document at the backend. */
export function documentNeedles(database: string): readonly Needle[] {
  const backend = new Database(database, { readonly: true, fileMustExist: true });
  try {
    return backend
      .prepare<[], { piece: Buffer }>(
        `select substr("bytes", length("bytes") / 2, 32) as "piece" from "blobChunk" where length("bytes") > 1000`,
      )
      .all()
      .map(({ piece }) => ({ label: 'a piece of a document', bytes: piece }));
  } finally {
    backend.close();
  }
}
