import type { SKRSContext2D } from '@napi-rs/canvas';
import { alpha, mix } from './color.ts';
import type { Face } from './face.ts';

function hairPaint(ctx: SKRSContext2D, face: Face): ReturnType<SKRSContext2D['createLinearGradient']> {
  const gradient = ctx.createLinearGradient(32, 14, 70, 70);
  gradient.addColorStop(0, mix(face.hair, '#ffffff', 0.2));
  gradient.addColorStop(0.35, face.hair);
  gradient.addColorStop(1, mix(face.hair, '#000000', 0.35));
  return gradient;
}

function curl(ctx: SKRSContext2D, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, Math.PI * 2);
  ctx.fill();
}

/** What hangs or stands behind head and neck. */
export function drawHairBehind(ctx: SKRSContext2D, face: Face): void {
  const w = face.halfWidth;
  ctx.fillStyle = hairPaint(ctx, { ...face, hair: mix(face.hair, '#000000', 0.16) });
  switch (face.hairStyle) {
    case 'long':
    case 'fringe':
    case 'waves': {
      const bulge = face.hairStyle === 'waves' ? 5 : 1.5;
      ctx.beginPath();
      ctx.moveTo(50, 15);
      ctx.bezierCurveTo(50 - w - 10, 15, 50 - w - 7, 48, 50 - w - 5, 66);
      ctx.bezierCurveTo(50 - w - 5 - bulge, 82, 50 - w - 2 - bulge, 94, 50 - w - 3, 112);
      ctx.quadraticCurveTo(50 - 12, 116, 50 - 9, 100);
      ctx.lineTo(50 + 9, 100);
      ctx.quadraticCurveTo(50 + 12, 116, 50 + w + 3, 112);
      ctx.bezierCurveTo(50 + w + 2 + bulge, 94, 50 + w + 5 + bulge, 82, 50 + w + 5, 66);
      ctx.bezierCurveTo(50 + w + 7, 48, 50 + w + 10, 15, 50, 15);
      ctx.fill();
      break;
    }
    case 'bob':
      ctx.beginPath();
      ctx.moveTo(50, 15);
      ctx.bezierCurveTo(50 - w - 11, 15, 50 - w - 8, 52, 50 - w - 5, 78);
      ctx.quadraticCurveTo(50 - 14, 84, 50 - 9, 78);
      ctx.lineTo(50 + 9, 78);
      ctx.quadraticCurveTo(50 + 14, 84, 50 + w + 5, 78);
      ctx.bezierCurveTo(50 + w + 8, 52, 50 + w + 11, 15, 50, 15);
      ctx.fill();
      break;
    case 'bun':
      curl(ctx, 50, 15.5, 7.4);
      break;
    case 'curls':
    case 'crop':
    case 'part':
    case 'bald':
      break;
  }
}

/** The cap of hair: `side` is how far it comes down beside the face, `hairline` the lowest points of its inner edge. */
function cap(
  ctx: SKRSContext2D,
  face: Face,
  shape: {
    readonly top: number;
    readonly side: number;
    readonly hairline: readonly [left: number, middle: number, right: number];
    readonly part: number;
  },
): void {
  const w = face.halfWidth;
  const { top, side, hairline, part } = shape;
  ctx.beginPath();
  ctx.moveTo(50 - w - 0.6, side);
  ctx.bezierCurveTo(50 - w - 4.5, 38, 50 - w - 1, top, 50, top);
  ctx.bezierCurveTo(50 + w + 1, top, 50 + w + 4.5, 38, 50 + w + 0.6, side);
  ctx.bezierCurveTo(50 + w - 0.5, side - 5, 50 + w - 1, hairline[2] + 7, 50 + w - 3.4, hairline[2]);
  ctx.quadraticCurveTo((50 + w - 3.4 + part) / 2, hairline[1] + 0.6, part, hairline[1]);
  ctx.quadraticCurveTo(50 - w * 0.55, hairline[1], 50 - w + 3.4, hairline[0]);
  ctx.bezierCurveTo(50 - w + 1, hairline[0] + 7, 50 - w + 0.5, side - 5, 50 - w - 0.6, side);
  ctx.closePath();
  ctx.fill();
}

function strands(ctx: SKRSContext2D, face: Face, from: number): void {
  ctx.strokeStyle = alpha(mix(face.hair, '#ffffff', 0.45), 0.3);
  ctx.lineWidth = 0.4;
  for (let strand = 0; strand < 7; strand += 1) {
    ctx.beginPath();
    ctx.moveTo(from - strand * 0.4, 20 + strand * 0.7);
    ctx.quadraticCurveTo(
      50 - face.halfWidth * (0.5 + strand * 0.05),
      20 + strand,
      50 - face.halfWidth - 0.6 + strand * 0.3,
      36 + strand * 1.6,
    );
    ctx.stroke();
  }
}

/** What lies on head and forehead. */
export function drawHairInFront(ctx: SKRSContext2D, face: Face): void {
  const w = face.halfWidth;
  ctx.fillStyle = hairPaint(ctx, face);
  switch (face.hairStyle) {
    case 'bald':
      for (const side of [-1, 1]) {
        ctx.fillStyle = alpha(face.hair, 0.75);
        ctx.beginPath();
        ctx.moveTo(50 + side * (w + 0.8), 54);
        ctx.bezierCurveTo(50 + side * (w + 2.4), 44, 50 + side * (w + 1), 37, 50 + side * (w - 1.5), 33);
        ctx.quadraticCurveTo(50 + side * (w - 1.2), 45, 50 + side * (w - 0.2), 54);
        ctx.fill();
      }
      break;
    case 'crop':
      cap(ctx, face, { top: 18, side: 52, hairline: [38, 33, 38], part: 50 });
      strands(ctx, face, 50);
      break;
    case 'part':
      cap(ctx, face, { top: 15, side: 52, hairline: [39, 30.5, 36], part: 58 });
      strands(ctx, face, 58);
      break;
    case 'curls':
      cap(ctx, face, { top: 19, side: 50, hairline: [37, 33, 37], part: 50 });
      for (let step = 0; step <= 12; step += 1) {
        const angle = Math.PI * (1.02 + (step / 12) * 0.96);
        curl(ctx, 50 + Math.cos(angle) * (w + 0.4), 40 + Math.sin(angle) * 20.5, 3.8 + (step % 3) * 0.5);
        curl(ctx, 50 + Math.cos(angle) * (w - 4), 41 + Math.sin(angle) * 13, 3.2);
      }
      break;
    case 'bun':
      cap(ctx, face, { top: 17, side: 50, hairline: [37, 31, 37], part: 50 });
      strands(ctx, face, 51);
      break;
    case 'fringe':
      cap(ctx, face, { top: 15.5, side: 76, hairline: [45, 44.5, 45], part: 50 });
      strands(ctx, face, 50);
      break;
    case 'long':
    case 'bob':
    case 'waves':
      cap(ctx, face, {
        top: 15,
        side: face.hairStyle === 'bob' ? 72 : 84,
        hairline: [43, 29.5, 40],
        part: 56,
      });
      strands(ctx, face, 56);
      break;
  }
}
