import type { SKRSContext2D } from '@napi-rs/canvas';
import { randomOf } from '../random.ts';
import { alpha } from './color.ts';

type Emblem = (ctx: SKRSContext2D) => void;

const polar = (angle: number, radius: number): readonly [number, number] => [
  Math.cos(angle) * radius,
  Math.sin(angle) * radius,
];

const star =
  (points: number, inner: number): Emblem =>
  ctx => {
    ctx.beginPath();
    for (let corner = 0; corner < points * 2; corner += 1) {
      const [x, y] = polar(
        (corner / (points * 2)) * Math.PI * 2 - Math.PI / 2,
        corner % 2 === 0 ? 19 : 19 * inner,
      );
      if (corner === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
    ctx.closePath();
    ctx.fill();
  };

const tower: Emblem = ctx => {
  ctx.beginPath();
  const outline = [
    [-13, 18], [-13, -10], [-16, -10], [-16, -18], [-10, -18], [-10, -14], [-4, -14], [-4, -18], [4, -18], [4, -14], [10, -14],
    [10, -18], [16, -18], [16, -10], [13, -10], [13, 18], [5, 18], [5, 6],
  ] as const; // prettier-ignore
  outline.forEach(([x, y], place) => (place === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.arc(0, 6, 5, 0, Math.PI, true);
  ctx.lineTo(-5, 18);
  ctx.closePath();
  ctx.fill();
};

const tree: Emblem = ctx => {
  ctx.beginPath();
  for (const [x, y, radius] of [
    [0, -11, 9],
    [-9, -3, 8],
    [9, -3, 8],
    [0, 0, 9],
  ] as const) {
    // prettier-ignore
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, Math.PI * 2);
  }
  ctx.fill();
  ctx.beginPath();
  ctx.moveTo(-2, 4);
  ctx.lineTo(-6, 19);
  ctx.lineTo(6, 19);
  ctx.lineTo(2, 4);
  ctx.fill();
};

const sun: Emblem = ctx => {
  ctx.beginPath();
  ctx.arc(0, 0, 8.5, 0, Math.PI * 2);
  ctx.fill();
  for (let ray = 0; ray < 16; ray += 1) {
    const angle = (ray / 16) * Math.PI * 2;
    const length = ray % 2 === 0 ? 20 : 16;
    ctx.beginPath();
    ctx.moveTo(...polar(angle - 0.11, 10.5));
    ctx.lineTo(...polar(angle, length));
    ctx.lineTo(...polar(angle + 0.11, 10.5));
    ctx.fill();
  }
};

const ship: Emblem = ctx => {
  ctx.beginPath();
  ctx.moveTo(-19, 7);
  ctx.quadraticCurveTo(0, 13, 19, 7);
  ctx.quadraticCurveTo(15, 19, 8, 19);
  ctx.lineTo(-8, 19);
  ctx.quadraticCurveTo(-15, 19, -19, 7);
  ctx.fill();
  ctx.beginPath();
  ctx.moveTo(-1, -20);
  ctx.quadraticCurveTo(17, -8, 14, 5);
  ctx.lineTo(-1, 7);
  ctx.closePath();
  ctx.moveTo(-4, -14);
  ctx.quadraticCurveTo(-17, -4, -14, 5);
  ctx.lineTo(-4, 7);
  ctx.closePath();
  ctx.fill();
};

const emblems: readonly Emblem[] = [star(5, 0.42), star(8, 0.6), tower, tree, sun, ship];

function traceShield(ctx: SKRSContext2D, size: number): void {
  ctx.beginPath();
  ctx.moveTo(-size, -size * 1.05);
  ctx.quadraticCurveTo(0, -size * 1.25, size, -size * 1.05);
  ctx.bezierCurveTo(size * 1.05, size * 0.4, size * 0.55, size * 1.05, 0, size * 1.4);
  ctx.bezierCurveTo(-size * 0.55, size * 1.05, -size * 1.05, size * 0.4, -size, -size * 1.05);
  ctx.closePath();
}

function drawWreath(ctx: SKRSContext2D): void {
  for (const side of [-1, 1]) {
    for (let leaf = 0; leaf < 9; leaf += 1) {
      const angle = Math.PI / 2 + side * (0.28 + leaf * 0.235);
      const [x, y] = polar(angle, 45);
      ctx.save();
      ctx.translate(x, y + 3);
      ctx.rotate(angle + side * 0.75 + Math.PI / 2);
      ctx.beginPath();
      ctx.ellipse(0, 0, 2.6, 7.4 - leaf * 0.25, 0, 0, Math.PI * 2);
      ctx.fill();
      ctx.restore();
    }
  }
}

/** An invented coat of arms: a shield in a wreath, its emblem chosen by the label. It is no state's. */
export function drawCrest(
  ctx: SKRSContext2D,
  label: string,
  at: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly color: string;
    readonly opacity?: number;
  },
): void {
  const random = randomOf('crest', label);
  const emblem = random.pick(emblems);
  ctx.save();
  ctx.translate(at.x, at.y);
  ctx.scale(at.size / 100, at.size / 100);
  const ink = alpha(at.color, at.opacity ?? 1);
  ctx.fillStyle = ink;
  ctx.strokeStyle = ink;
  drawWreath(ctx);
  ctx.lineWidth = 2.4;
  traceShield(ctx, 29);
  ctx.stroke();
  ctx.lineWidth = 1;
  traceShield(ctx, 25.5);
  ctx.stroke();
  ctx.translate(0, 2);
  emblem(ctx);
  ctx.restore();
}
