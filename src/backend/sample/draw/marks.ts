import type { SKRSContext2D } from '@napi-rs/canvas';
import { randomOf } from '../random.ts';
import { alpha } from './color.ts';
import type { Sheet } from './sheet.ts';

const red = '#b3384a';

/** The stamp that every drawn document carries, so that nobody takes it for a real one. */
export function drawSpecimen(sheet: Sheet, x: number, y: number, size: number, angle = -0.14): void {
  const { ctx } = sheet;
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  const style = { size, weight: 800, color: alpha(red, 0.68), spacing: size * 0.12 } as const;
  const half = sheet.measure('SPECIMEN', style) / 2 + size * 0.35;
  ctx.strokeStyle = alpha(red, 0.62);
  ctx.lineWidth = size * 0.075;
  ctx.beginPath();
  ctx.roundRect(-half, -size * 0.78, half * 2, size * 1.56, size * 0.22);
  ctx.stroke();
  const width = half - size * 0.35;
  sheet.text('SPECIMEN', -width + size * 0.03, size * 0.36, style);
  ctx.restore();
}

/** SPECIMEN in large pale letters across the sheet. */
export function drawWatermark(sheet: Sheet, size: number, opacity: number, angle = -0.5): void {
  const { ctx } = sheet;
  ctx.save();
  ctx.translate(sheet.width / 2, sheet.height / 2);
  ctx.rotate(angle);
  sheet.text('SPECIMEN', 0, size * 0.36, {
    size,
    weight: 800,
    color: alpha(red, opacity),
    align: 'center',
    spacing: size * 0.1,
  });
  ctx.restore();
}

/** A signature as a pen would leave it; the same for the same writer. */
export function drawSignature(
  ctx: SKRSContext2D,
  writer: string,
  at: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly color?: string;
  },
): void {
  const random = randomOf('signature', writer);
  const strokes = random.int(4, 7);
  const step = at.width / (strokes + 1.6);
  ctx.strokeStyle = at.color ?? '#1d2b52';
  ctx.lineWidth = Math.max(0.8, at.height * 0.04);
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  const base = at.y + at.height * 0.68;
  ctx.beginPath();
  // A tall initial with a loop, then lower letters, no two alike, then the flourish that underlines them.
  ctx.moveTo(at.x + step * 0.1, base + at.height * 0.1);
  ctx.bezierCurveTo(
    at.x + step * 0.6,
    at.y - at.height * 0.5,
    at.x + step * 1.5,
    at.y - at.height * 0.1,
    at.x + step * 0.8,
    base,
  );
  ctx.bezierCurveTo(
    at.x + step * 0.4,
    base + at.height * 0.3,
    at.x + step * 1.1,
    base - at.height * 0.3,
    at.x + step * 1.6,
    base,
  );
  let x = at.x + step * 1.6;
  for (let stroke = 1; stroke < strokes; stroke += 1) {
    const rise = at.height * (random.chance(0.25) ? 0.75 : 0.16 + random.next() * 0.24);
    const lean = step * (0.1 + random.next() * 0.5);
    const next = x + step * (0.55 + random.next() * 0.75);
    const low = base + at.height * (random.chance(0.2) ? 0.3 : (random.next() - 0.5) * 0.1);
    ctx.bezierCurveTo(
      x + lean,
      base - rise,
      next - lean * 0.4,
      base - rise * (0.7 + random.next() * 0.5),
      next,
      low,
    );
    x = next;
  }
  ctx.bezierCurveTo(
    x + step * 1.2,
    base - at.height * 0.5,
    x + step * 0.4,
    at.y + at.height * (1 + random.next() * 0.1),
    at.x + at.width * (0.1 + random.next() * 0.3),
    at.y + at.height * 0.96,
  );
  ctx.stroke();
}
