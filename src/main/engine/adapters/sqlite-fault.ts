import Driver from 'better-sqlite3';
import type { StorageError } from '../ports.ts';

type Fault = StorageError['fault'];

/** What the storage refused, by SQLite's result code (sqlite.org/rescode.html); undefined for anything that is a bug. */
export function sqliteFault(error: unknown): Fault | undefined {
  // The driver checks the folder itself and throws a plain TypeError for it.
  if (error instanceof TypeError && error.message.includes('directory does not exist')) {
    return { kind: 'missing', detail: 'no_directory' };
  }
  if (!(error instanceof Driver.SqliteError)) return undefined;
  const kind = kindOf(error.code);
  return kind && { kind, detail: error.code.toLowerCase() };
}

function kindOf(code: string): Fault['kind'] | undefined {
  if (code === 'SQLITE_FULL') return 'disk_full';
  // "file is not a database" means a wrong key or damage; only the caller can know which.
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) return 'damaged';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy';
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'SQLITE_AUTH') return 'denied';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'denied';
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_PROTOCOL' || code === 'SQLITE_NOMEM')
    return 'failed';
  return undefined;
}
