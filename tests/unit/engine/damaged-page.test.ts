import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startBackend } from '../../support/backend.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, passphrase, workstation } from '../../support/engine.ts';

const pageSize = 4096;
/** Every so many pages one is damaged, beginning with another at each run; `STRIDE=1` takes them all. */
const stride = Number(process.env['STRIDE'] ?? 6);
const seed = Number(process.env['SEED'] ?? Date.now() % stride);

test('[CCH-1] whichever page of the cache is damaged, the second unlock at the latest opens, and nothing crashes', async () => {
  const server = await startBackend();
  onTestFinished(() => server.close());
  const origin = temporaryDirectory();
  const first = await workstation({ directory: origin });
  await firstRun(first, server.url, server.tenant.analyst);
  await first.engine.stop();
  const whole = readFileSync(join(origin, 'cache.db'));
  const pages = whole.length / pageSize;
  expect(pages).toBeGreaterThan(20);
  for (let page = seed % stride; page < pages; page += stride) {
    const directory = temporaryDirectory();
    cpSync(origin, directory, { recursive: true });
    const bytes = Buffer.from(whole).fill(0xa5, page * pageSize + 200, page * pageSize + 300);
    writeFileSync(join(directory, 'cache.db'), bytes);
    const desk = await workstation({ directory, keychain: first.keychain });
    desk.cable.cut();
    const unlock = () => desk.engine.call('vault.unlock', { passphrase });
    const opened = await unlock();
    const again = opened.ok && desk.engine.state().phase === 'ready' ? opened : await unlock();
    expect(again, `SEED=${seed}: page ${page + 1} of ${pages}`).toMatchObject({ ok: true });
    await desk.engine.stop();
  }
});
