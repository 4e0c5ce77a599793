import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUT, analystOf, runMain, say, startBackend, withDesktopSession } from '../index.mjs';
import { currentDocuments } from '../../src/shared/domain/index.ts';
import { layCable } from '../drive/proxy.ts';
import { findPlaintext } from '../drive/plaintext.ts';
import { chooseCast, plantedNeedles } from './cast.ts';
import { integratorOf } from './integrator.ts';
import { readLedger } from './ledger.ts';
import { faultsOf, type DemoReport } from './report.ts';
import { play } from './scenes.ts';
import { createStopwatch } from './stopwatch.ts';

const folder = join(OUT, 'demo');
const sampleSize = '60';
/** Said aloud on purpose: this vault holds sample cases only, and its texts are searched for on the disk. */
const passphrase = 'correct horse battery staple';

async function main(env: Readonly<Record<string, string>>): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const home = mkdtempSync(join(tmpdir(), 'sealdesk-demo-'));
  // Also when a signal ends it.
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const profile = join(home, 'profile');
  const ledger = join(home, 'backend.db');
  const watch = createStopwatch();

  const backend = await watch.time('backend', () =>
    startBackend(['--db', `sqlite:${ledger}`, '--port', '0', '--sample', sampleSize], { log: 'ignore' }),
  );
  const cable = await layCable(backend.url);
  try {
    const analyst = analystOf(backend);
    if (!analyst || !backend.apiKey) throw new Error('the sample backend names no analyst or no key');
    const integrator = integratorOf(backend.url, backend.apiKey);
    const customers = await integrator.customers();
    const cast = chooseCast(customers.filter(({ status }) => status === 'UNDER_REVIEW'));
    const played = await play({ cast, cable, integrator, analyst, passphrase, profile, env, watch, folder });

    const needles = plantedNeedles([cast.finished, cast.conflict, ...cast.offline], {
      passphrase,
      password: analyst.password,
    });
    const { files, hits } = findPlaintext(profile, needles);
    for (const hit of hits) say(`plain text in ${hit.file}: ${hit.needle} as ${hit.form}`);
    say(`searched ${files} files of the profile for ${needles.length} planted texts`);

    const report: DemoReport = {
      ...played.report,
      documents: customers.reduce((sum, { documents }) => sum + currentDocuments(documents).length, 0),
      ...readLedger(ledger),
      plaintextHits: hits.length,
      seconds: watch.seconds(),
    };
    writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    const faults = [
      ...faultsOf(report, played.decided),
      ...played.complaints.map(text => `the window complained: ${text}`),
    ];
    for (const fault of faults) say(`FAILED: ${fault}`);
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await cable.close();
    await backend.stop();
  }
}

await runMain(() => withDesktopSession(main));
