import type { SKRSContext2D } from '@napi-rs/canvas';

/** A document's own size and corners, and how much of the desk shows around it. */
export interface Plate {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  readonly radius: number;
}

const desks = [
  ['#cfd3d6', '#b9bec3'],
  ['#d8cdbf', '#bfb09d'],
  ['#c7cfd0', '#aab6b8'],
  ['#d5d2ce', '#b9b4ae'],
] as const;

function paintSheen(ctx: SKRSContext2D, plate: Plate, place: number): void {
  const from = plate.width * (0.1 + (place % 5) * 0.11);
  const gradient = ctx.createLinearGradient(from, 0, from + plate.width * 0.4, plate.height);
  gradient.addColorStop(0, 'rgba(255, 255, 255, 0)');
  gradient.addColorStop(0.45, 'rgba(255, 255, 255, 0.3)');
  gradient.addColorStop(0.55, 'rgba(255, 255, 255, 0.08)');
  gradient.addColorStop(1, 'rgba(20, 24, 40, 0.06)');
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, plate.width, plate.height);
}

/** Paints a blank document that lies on a desk in soft light; `print` puts the pattern on it, in the document's own units. */
export function paintOnDesk(
  ctx: SKRSContext2D,
  plate: Plate,
  place: number,
  print: (ctx: SKRSContext2D) => void,
): void {
  const width = plate.width + 2 * plate.margin;
  const height = plate.height + 2 * plate.margin;
  const [light, shade] = desks[place % desks.length] ?? desks[0];
  const gradient = ctx.createRadialGradient(
    width * 0.3,
    height * 0.2,
    width * 0.1,
    width * 0.5,
    height * 0.5,
    width * 0.8,
  );
  gradient.addColorStop(0, light);
  gradient.addColorStop(1, shade);
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, width, height);
  ctx.translate(plate.margin, plate.margin);
  ctx.beginPath();
  ctx.roundRect(0, 0, plate.width, plate.height, plate.radius);
  ctx.save();
  ctx.shadowColor = 'rgba(25, 30, 38, 0.45)';
  ctx.shadowBlur = plate.margin * 0.5;
  ctx.shadowOffsetY = plate.margin * 0.16;
  ctx.fillStyle = '#f2f2ee';
  ctx.fill();
  ctx.restore();
  ctx.clip();
  print(ctx);
  paintSheen(ctx, plate, place);
}
