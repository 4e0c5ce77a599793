import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes a file that only its owner may read, whatever stood under its name: a new one beside it takes its place when it is
 * whole, so that a full disk leaves what was there. Throws what the disk says.
 */
export async function putPrivateFile(path: string, bytes: Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.sealdesk-${crypto.randomUUID()}.new`);
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
