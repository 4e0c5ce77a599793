import type { SKRSContext2D } from '@napi-rs/canvas';
import { alpha, mix } from './color.ts';
import type { Face } from './face.ts';
import { drawFeatures } from './features.ts';
import { traceFace } from './outline.ts';
import { drawHairBehind, drawHairInFront } from './hair.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Pose {
  /** Corners of the mouth up, as on a selfie. */
  readonly smile: number;
  /** Radians. */
  readonly tilt: number;
  /** 1 fills the box as an ID photo does. */
  readonly zoom: number;
}

export const neutral: Pose = { smile: 0, tilt: 0, zoom: 1.16 };

function drawNeck(ctx: SKRSContext2D, face: Face): void {
  const half = 9 + face.jaw * 3;
  const gradient = ctx.createLinearGradient(0, 76, 0, 106);
  gradient.addColorStop(0, mix(face.skin.shade, '#3a2018', 0.16));
  gradient.addColorStop(0.5, face.skin.shade);
  gradient.addColorStop(1, face.skin.base);
  ctx.fillStyle = gradient;
  ctx.beginPath();
  ctx.moveTo(50 - half, 70);
  ctx.bezierCurveTo(50 - half, 92, 50 - half - 1, 95, 50 - half - 9, 101);
  ctx.lineTo(50 + half + 9, 101);
  ctx.bezierCurveTo(50 + half + 1, 95, 50 + half, 92, 50 + half, 70);
  ctx.closePath();
  ctx.fill();
  ctx.beginPath();
  ctx.ellipse(50, 103, 14, 9, 0, 0, Math.PI * 2);
  ctx.fillStyle = face.skin.base;
  ctx.fill();
}

function drawClothes(ctx: SKRSContext2D, { clothes }: Face): void {
  const shoulders = (inset: number, drop: number): void => {
    ctx.beginPath();
    ctx.moveTo(2 + inset, 140);
    ctx.bezierCurveTo(3 + inset, 111 + drop, 12, 104 + drop, 36, 97 + drop);
    ctx.bezierCurveTo(41, 109 + drop, 59, 109 + drop, 64, 97 + drop);
    ctx.bezierCurveTo(88, 104 + drop, 97 - inset, 111 + drop, 98 - inset, 140);
    ctx.closePath();
  };
  const gradient = ctx.createLinearGradient(10, 96, 90, 136);
  gradient.addColorStop(0, mix(clothes.color, '#ffffff', 0.16));
  gradient.addColorStop(0.55, clothes.color);
  gradient.addColorStop(1, mix(clothes.color, '#000000', 0.28));
  ctx.fillStyle = gradient;
  shoulders(0, 0);
  ctx.fill();
  const polygon = (color: string, ...points: readonly (readonly [number, number])[]): void => {
    ctx.beginPath();
    points.forEach(([x, y], place) => (place === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
    ctx.closePath();
    ctx.fillStyle = color;
    ctx.fill();
  };
  const darker = mix(clothes.color, '#000000', 0.22);
  switch (clothes.cut) {
    case 'jacket':
      polygon(clothes.under, [37, 97.5], [50, 128], [63, 97.5], [58, 106], [50, 108], [42, 106]);
      polygon(mix(clothes.under, '#8d98a3', 0.35), [37, 97], [43.5, 110], [50, 107], [42, 102]);
      polygon(mix(clothes.under, '#8d98a3', 0.45), [63, 97], [56.5, 110], [50, 107], [58, 102]);
      polygon(darker, [35, 98], [31, 112], [38, 113], [49, 140], [51, 140], [38, 100]);
      polygon(
        mix(clothes.color, '#000000', 0.36),
        [65, 98],
        [69, 112],
        [62, 113],
        [51, 140],
        [49, 140],
        [62, 100],
      );
      break;
    case 'shirt':
      polygon(mix(clothes.color, '#ffffff', 0.14), [36, 97], [42, 112], [50, 107], [42, 103]);
      polygon(darker, [64, 97], [58, 112], [50, 107], [58, 103]);
      ctx.strokeStyle = darker;
      ctx.lineWidth = 0.6;
      ctx.beginPath();
      ctx.moveTo(50, 107);
      ctx.lineTo(50, 140);
      ctx.stroke();
      break;
    case 'turtle':
      polygon(
        mix(clothes.color, '#ffffff', 0.08),
        [38.5, 88],
        [36, 99],
        [42, 106],
        [58, 106],
        [64, 99],
        [61.5, 88],
        [50, 93],
      );
      break;
    case 'round':
      ctx.strokeStyle = darker;
      ctx.lineWidth = 1.1;
      ctx.beginPath();
      ctx.moveTo(36, 97);
      ctx.bezierCurveTo(41, 109.5, 59, 109.5, 64, 97);
      ctx.stroke();
      break;
  }
}

function drawEars(ctx: SKRSContext2D, face: Face): void {
  for (const side of [-1, 1]) {
    const x = 50 + side * (face.halfWidth + 0.6);
    ctx.fillStyle = mix(face.skin.base, face.skin.shade, 0.45);
    ctx.beginPath();
    ctx.ellipse(x, 55, 3, 5.6, side * 0.14, 0, Math.PI * 2);
    ctx.fill();
    ctx.strokeStyle = alpha(face.skin.shade, 0.8);
    ctx.lineWidth = 0.5;
    ctx.beginPath();
    ctx.ellipse(x + side * 0.3, 55, 1.6, 3.6, side * 0.14, 0, Math.PI * 2);
    ctx.stroke();
    if (!face.earrings) continue;
    ctx.fillStyle = '#d9b45b';
    ctx.beginPath();
    ctx.arc(x + side * 0.4, 61.4, 0.9, 0, Math.PI * 2);
    ctx.fill();
  }
}

function drawSkin(ctx: SKRSContext2D, face: Face): void {
  const gradient = ctx.createRadialGradient(43, 45, 4, 50, 56, 40);
  gradient.addColorStop(0, face.skin.light);
  gradient.addColorStop(0.5, face.skin.base);
  gradient.addColorStop(1, face.skin.shade);
  traceFace(ctx, face);
  ctx.fillStyle = gradient;
  ctx.fill();
}

/** Draws head and shoulders into the box, cut off at its edges. Nothing behind them is painted. */
export function drawPortrait(ctx: SKRSContext2D, face: Face, box: Box, pose: Pose = neutral): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.x, box.y, box.width, box.height);
  ctx.clip();
  const scale = (box.width / 100) * pose.zoom;
  ctx.translate(box.x + box.width / 2, box.y + box.height);
  ctx.scale(scale, scale);
  ctx.rotate(pose.tilt);
  // Shoulders run out of the box; the crown keeps a little air.
  ctx.translate(-50, -118);
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  drawHairBehind(ctx, face);
  ctx.save();
  ctx.translate(0, -4);
  drawNeck(ctx, face);
  drawClothes(ctx, face);
  ctx.restore();
  drawEars(ctx, face);
  drawSkin(ctx, face);
  drawFeatures(ctx, face, pose.smile);
  drawHairInFront(ctx, face);
  ctx.restore();
}
