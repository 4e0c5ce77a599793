import type { StorageFault } from '../ports.ts';

const kinds: Readonly<Record<string, StorageFault['kind']>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EFBIG: 'disk_full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  EBUSY: 'busy',
  ETXTBSY: 'busy',
};

/** What the file system refused, by its error code; undefined when the error is not the file system's. */
export function fileFault(error: unknown): StorageFault | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (!('syscall' in error)) return undefined;
  return { kind: kinds[error.code] ?? 'failed', detail: error.code.toLowerCase() };
}
