import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { createReader } from '../src/backend/providers/reading/index.ts';
import { drawIdentity, type DrawnIdentity } from './drawn-identities.ts';
import { percentile } from './harness.ts';

/**
 * How well and how fast drawn identity documents are read: `node bench/reading.ts --count 120`. Each is a person of the next
 * country, every third an identity card (TD1), the others passports (TD3); a zone counts as right when every character is.
 * With `--skew 10` each lies askew by so many degrees on a desk.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '120' },
    seed: { type: 'string', default: 'reading' },
    skew: { type: 'string', default: '0' },
  },
});
const count = Number(values.count);
const now = Date.UTC(2026, 10, 21);
/** Of the process that reads; this one's own is added. */
let spentMs = 0;
const reader = createReader({ size: 1, onRead: ({ cpuMs }) => (spentMs += cpuMs) });
const never = new AbortController().signal;

interface Shown {
  readonly right: boolean;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly isFound: boolean;
  readonly alarm: boolean;
}

/** The picture on a desk, turned clockwise by so many degrees. */
async function askew(bytes: Uint8Array, degrees: number): Promise<Uint8Array> {
  const image = await loadImage(Buffer.from(bytes));
  const side = Math.ceil(Math.hypot(image.width, image.height));
  const canvas = createCanvas(side, side);
  const context = canvas.getContext('2d');
  context.fillStyle = '#8a7a66';
  context.fillRect(0, 0, side, side);
  context.translate(side / 2, side / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(image, -image.width / 2, -image.height / 2);
  return canvas.toBuffer('image/jpeg', 86);
}

async function show({ documents: [drawn], lines }: DrawnIdentity): Promise<Shown> {
  if (!drawn) throw new Error('an identity has a document');
  const skew = Number(values.skew);
  const document =
    skew === 0 ? drawn : { ...drawn, mime: 'image/jpeg' as const, bytes: await askew(drawn.bytes, skew) };
  const sha256 = createHash('sha256').update(document.bytes).digest('hex');
  const begin = performance.now();
  const cpu = process.cpuUsage();
  spentMs = 0;
  const reading = await reader.read({ ...document, sha256 }, async () => document.bytes, never);
  const { user, system } = process.cpuUsage(cpu);
  const zone = reading.kind === 'read' ? reading.zone : undefined;
  return {
    right: zone !== undefined && zone.lines.join() === lines.join(),
    cpuMs: (user + system) / 1000 + spentMs,
    wallMs: performance.now() - begin,
    isFound: zone !== undefined,
    alarm: zone?.checks.some(({ ok }) => !ok) ?? false,
  };
}

const share = (part: number, whole: number): string =>
  `${part} of ${whole} (${((part / whole) * 100).toFixed(1)} %)`;

async function main(): Promise<void> {
  const all: { readonly format: string; readonly shown: Shown }[] = [];
  for (let index = 0; index < count; index += 1) {
    const drawn = drawIdentity({ seed: values.seed, index, now, turned: index % 10 === 9 });
    const shown = await show(drawn);
    all.push({ format: `${drawn.format}${index % 10 === 9 ? ', turned by 90°' : ''}`, shown });
    if (!shown.right) console.log(`not right: ${values.seed} ${index}`);
  }
  for (const format of new Set(all.map(one => one.format))) {
    const those = all.filter(one => one.format === format);
    console.log(`${format}: ${share(those.filter(({ shown }) => shown.right).length, those.length)}`);
  }
  console.log(`all: ${share(all.filter(({ shown }) => shown.right).length, all.length)}`);
  console.log(`no zone found: ${share(all.filter(({ shown }) => !shown.isFound).length, all.length)}`);
  console.log(`a check digit wrong: ${share(all.filter(({ shown }) => shown.alarm).length, all.length)}`);
  const times = (key: 'cpuMs' | 'wallMs'): string =>
    [0.5, 0.95].map(part => `${Math.round(percentile(all.map(({ shown }) => shown[key]), part))} ms`).join(', '); // prettier-ignore
  console.log(`processor time p50, p95: ${times('cpuMs')}; wall clock: ${times('wallMs')}`);
  await reader.close();
}

await main();
