import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { drawIdentity } from '../../bench/drawn-identities.ts';
import { renderPdf } from '../../src/backend/sample/draw/render.ts';
import { createReader } from '../../src/backend/providers/reading/index.ts';

/** Reads a picture and a PDF and prints what was read; with `--reach-out` a thread reaches for the network instead. */
async function main(): Promise<void> {
  if (process.argv.includes('--reach-out')) {
    const worker = new Worker('fetch("http://127.0.0.1:9").catch(() => process.exit(0))', { eval: true });
    await new Promise(resolve => worker.once('exit', resolve).once('error', resolve));
    return;
  }
  const reader = createReader({ size: 1, limitMs: 300_000 });
  const { signal } = new AbortController();
  const [picture] = drawIdentity({ seed: 'offline', index: 0, now: Date.UTC(2026, 10, 21) }).documents;
  const pdf = renderPdf('A letter', [
    sheet => sheet.text('A letter with enough text on it.', 60, 80, { size: 12 }),
  ]);
  if (!picture) throw new Error('an identity has a document');
  for (const document of [picture, { ...pdf, type: 'other' as const }]) {
    const sha256 = createHash('sha256').update(document.bytes).digest('hex');
    const reading = await reader.read({ ...document, sha256 }, async () => document.bytes, signal);
    const pages =
      reading.kind === 'read' ? reading.pages.flatMap(({ lines }) => lines.map(({ text }) => text)) : [];
    const zone = reading.kind === 'read' ? (reading.zone?.format ?? null) : null;
    process.stdout.write(`${JSON.stringify({ kind: reading.kind, zone, text: pages.join(' ') })}\n`);
  }
  await reader.close();
}

await main();
