import type { SKRSContext2D } from '@napi-rs/canvas';
import { alpha, mix } from './color.ts';
import type { Face } from './face.ts';
import { traceFace } from './outline.ts';

const eyeLine = 53;

function glow(
  ctx: SKRSContext2D,
  x: number,
  y: number,
  radius: number,
  color: string,
  strength: number,
): void {
  const gradient = ctx.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, alpha(color, strength));
  gradient.addColorStop(1, alpha(color, 0));
  ctx.fillStyle = gradient;
  ctx.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

function drawShading(ctx: SKRSContext2D, face: Face): void {
  const { shade, light, lip } = face.skin;
  glow(ctx, 50 + face.halfWidth, 60, 17, shade, 0.55);
  glow(ctx, 50 - face.halfWidth, 66, 12, shade, 0.35);
  glow(ctx, 50, face.chin + 1, 9, shade, 0.35);
  glow(ctx, 50 - face.eyeGap, eyeLine - 1, 7.5, shade, 0.42);
  glow(ctx, 50 + face.eyeGap, eyeLine - 1, 7.5, shade, 0.46);
  glow(ctx, 50 - 11, 64, 7, lip, 0.22);
  glow(ctx, 50 + 11, 64, 7, lip, 0.22);
  glow(ctx, 46, 38, 10, light, 0.5);
  glow(ctx, 49.4, 57, 4, light, 0.6);
  glow(ctx, 49.6, face.chin - 5, 4, light, 0.35);
}

function drawEye(ctx: SKRSContext2D, face: Face, side: -1 | 1): void {
  const { eyeSize: size } = face;
  ctx.save();
  ctx.translate(50 + side * face.eyeGap, eyeLine);
  ctx.rotate((-side * face.eyeTilt * Math.PI) / 30);
  ctx.beginPath();
  ctx.moveTo(-size, 0.3);
  ctx.bezierCurveTo(-size * 0.5, -size * 0.62, size * 0.5, -size * 0.62, size, 0.1);
  ctx.bezierCurveTo(size * 0.5, size * 0.46, -size * 0.5, size * 0.46, -size, 0.3);
  ctx.closePath();
  ctx.fillStyle = '#f7f4f0';
  ctx.fill();
  ctx.save();
  ctx.clip();
  const gradient = ctx.createRadialGradient(0, 0.1, 0.4, 0, 0, size * 0.48);
  gradient.addColorStop(0, mix(face.iris, '#ffffff', 0.2));
  gradient.addColorStop(1, mix(face.iris, '#000000', 0.25));
  ctx.fillStyle = gradient;
  ctx.beginPath();
  ctx.arc(0, -0.1, size * 0.47, 0, Math.PI * 2);
  ctx.fill();
  ctx.fillStyle = '#17110f';
  ctx.beginPath();
  ctx.arc(0, -0.1, size * 0.22, 0, Math.PI * 2);
  ctx.fill();
  ctx.fillStyle = 'rgba(255, 255, 255, 0.9)';
  ctx.beginPath();
  ctx.arc(-0.55, -0.75, size * 0.11, 0, Math.PI * 2);
  ctx.fill();
  ctx.restore();
  ctx.strokeStyle = alpha('#2a1a16', 0.85);
  ctx.lineWidth = face.lashes ? 0.95 : 0.6;
  ctx.beginPath();
  ctx.moveTo(-size, 0.3);
  ctx.bezierCurveTo(-size * 0.5, -size * 0.64, size * 0.5, -size * 0.64, size + 0.2, 0);
  if (face.lashes) {
    ctx.moveTo(side * size, 0);
    ctx.lineTo(side * (size + 1.1), -0.9);
  }
  ctx.stroke();
  ctx.strokeStyle = alpha(face.skin.shade, 0.8);
  ctx.lineWidth = 0.4;
  ctx.beginPath();
  ctx.moveTo(-size * 0.9, -1.6);
  ctx.bezierCurveTo(-size * 0.4, -size * 0.82, size * 0.5, -size * 0.82, size * 0.95, -1.5);
  ctx.stroke();
  ctx.restore();
}

function drawBrow(ctx: SKRSContext2D, face: Face, side: -1 | 1): void {
  const y = eyeLine - face.eyeSize - 2.2;
  const inner = 50 + side * (face.eyeGap - face.eyeSize * 1.02);
  const outer = 50 + side * (face.eyeGap + face.eyeSize * 1.35);
  const middle = 50 + side * (face.eyeGap + 1.2);
  ctx.fillStyle = alpha(mix(face.hair, '#2b1d16', 0.4), 0.9);
  ctx.beginPath();
  ctx.moveTo(inner, y - face.brow * 0.4);
  ctx.quadraticCurveTo(middle, y - face.browArch - face.brow, outer, y + 1);
  ctx.quadraticCurveTo(middle, y - face.browArch + face.brow, inner, y + face.brow * 0.75);
  ctx.closePath();
  ctx.fill();
}

function drawNose(ctx: SKRSContext2D, face: Face): void {
  const { nose: y, noseWidth: w } = face;
  ctx.strokeStyle = alpha(face.skin.shade, 0.75);
  ctx.lineWidth = 0.7;
  ctx.beginPath();
  ctx.moveTo(50 + 2.2, 55);
  ctx.bezierCurveTo(50 + 2, 59, 50 + w, y - 3, 50 + w * 0.86, y);
  ctx.stroke();
  ctx.strokeStyle = alpha(mix(face.skin.shade, '#4a2419', 0.3), 0.9);
  ctx.beginPath();
  ctx.moveTo(50 - w, y - 0.4);
  ctx.quadraticCurveTo(50 - w * 0.6, y + 1.5, 50 - w * 0.25, y + 0.8);
  ctx.quadraticCurveTo(50, y + 1.7, 50 + w * 0.25, y + 0.8);
  ctx.quadraticCurveTo(50 + w * 0.6, y + 1.5, 50 + w, y - 0.4);
  ctx.stroke();
  glow(ctx, 50 + 1.5, y + 2.5, 4.5, face.skin.shade, 0.4);
}

function drawMouth(ctx: SKRSContext2D, face: Face, smile: number): void {
  const y = face.nose + (face.chin - face.nose) * 0.4;
  const { mouth: w, lips } = face;
  const lift = smile * 1.7;
  ctx.fillStyle = face.skin.lip;
  ctx.beginPath();
  ctx.moveTo(50 - w, y - lift);
  ctx.quadraticCurveTo(50 - w * 0.45, y - lips * 1.25, 50 - 1, y - lips * 1.35);
  ctx.quadraticCurveTo(50, y - lips * 0.9, 50 + 1, y - lips * 1.35);
  ctx.quadraticCurveTo(50 + w * 0.45, y - lips * 1.25, 50 + w, y - lift);
  ctx.quadraticCurveTo(50, y + lips * 3.2 + smile * 1.6, 50 - w, y - lift);
  ctx.fill();
  ctx.strokeStyle = alpha(mix(face.skin.lip, '#2a0f10', 0.6), 0.85);
  ctx.lineWidth = 0.5;
  ctx.beginPath();
  ctx.moveTo(50 - w, y - lift);
  ctx.quadraticCurveTo(50, y + smile * 2.2 + 0.5, 50 + w, y - lift);
  ctx.stroke();
  glow(ctx, 49.4, y + lips * 1.1 + smile, 1.5, '#ffffff', 0.16);
}

function drawBeard(ctx: SKRSContext2D, face: Face): void {
  if (face.beard === 'none') return;
  const strength = { stubble: 0.2, short: 0.62, full: 0.9, moustache: 0.85 }[face.beard];
  const mouthLine = face.nose + (face.chin - face.nose) * 0.4;
  const color = alpha(mix(face.hair, '#1c1412', 0.2), strength);
  ctx.fillStyle = color;
  const w = face.halfWidth;
  if (face.beard !== 'moustache') {
    ctx.beginPath();
    ctx.moveTo(50 - w - 1, 56);
    ctx.bezierCurveTo(50 - w + 2.5, 66, 50 - 12, 69, 50 - face.mouth - 1, face.nose + 2.4);
    ctx.quadraticCurveTo(50, face.nose + 1.6, 50 + face.mouth + 1, face.nose + 2.4);
    ctx.bezierCurveTo(50 + 12, 69, 50 + w - 2.5, 66, 50 + w + 1, 56);
    ctx.lineTo(50 + w + 2, 92);
    ctx.lineTo(50 - w - 2, 92);
    ctx.closePath();
    // The mouth stays free: an opening wound the other way.
    ctx.moveTo(50 + face.mouth + 0.6, mouthLine - 0.6);
    ctx.quadraticCurveTo(50, mouthLine - 4.2, 50 - face.mouth - 0.6, mouthLine - 0.6);
    ctx.quadraticCurveTo(50, mouthLine + face.lips * 3.6 + 1.2, 50 + face.mouth + 0.6, mouthLine - 0.6);
    ctx.fill('evenodd');
    return;
  }
  ctx.beginPath();
  ctx.moveTo(50 - face.mouth - 0.6, mouthLine - 0.8);
  ctx.quadraticCurveTo(50 - 4, face.nose + 1.6, 50, face.nose + 2.8);
  ctx.quadraticCurveTo(50 + 4, face.nose + 1.6, 50 + face.mouth + 0.6, mouthLine - 0.8);
  ctx.quadraticCurveTo(50, mouthLine - 2.8, 50 - face.mouth - 0.6, mouthLine - 0.8);
  ctx.fill();
}

function drawGlasses(ctx: SKRSContext2D, face: Face): void {
  if (face.glasses === 'none') return;
  ctx.strokeStyle = '#2a2522';
  ctx.lineWidth = 0.8;
  for (const side of [-1, 1]) {
    const x = 50 + side * face.eyeGap;
    ctx.beginPath();
    if (face.glasses === 'round') ctx.arc(x, eyeLine + 0.3, 6.3, 0, Math.PI * 2);
    else ctx.roundRect(x - 6.7, eyeLine - 4.4, 13.4, 9.6, 2.4);
    ctx.fillStyle = 'rgba(235, 243, 248, 0.14)';
    ctx.fill();
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x + side * 6.5, eyeLine - 1);
    ctx.lineTo(50 + side * (face.halfWidth + 0.6), eyeLine - 1.6);
    ctx.stroke();
  }
  ctx.beginPath();
  ctx.moveTo(50 - face.eyeGap + 6.4, eyeLine - 0.8);
  ctx.quadraticCurveTo(50, eyeLine - 2.6, 50 + face.eyeGap - 6.4, eyeLine - 0.8);
  ctx.stroke();
}

function drawLines(ctx: SKRSContext2D, face: Face): void {
  if (!face.lines) return;
  ctx.strokeStyle = alpha(face.skin.shade, 0.75);
  ctx.lineWidth = 0.45;
  for (const side of [-1, 1]) {
    ctx.beginPath();
    ctx.moveTo(50 + side * (face.noseWidth + 1.2), face.nose);
    ctx.quadraticCurveTo(
      50 + side * (face.mouth + 3),
      face.nose + 4,
      50 + side * (face.mouth + 2.4),
      face.nose + 9,
    );
    ctx.moveTo(50 + side * (face.eyeGap - 3.5), eyeLine + 4.4);
    ctx.quadraticCurveTo(50 + side * face.eyeGap, eyeLine + 6.4, 50 + side * (face.eyeGap + 4), eyeLine + 4);
    ctx.stroke();
  }
  for (const y of [36.5, 39.5]) {
    ctx.beginPath();
    ctx.moveTo(41, y + 0.4);
    ctx.quadraticCurveTo(50, y - 0.8, 59, y + 0.4);
    ctx.stroke();
  }
}

/** Everything on the skin; `smile` from 0 (as passports want it) to 1. */
export function drawFeatures(ctx: SKRSContext2D, face: Face, smile: number): void {
  ctx.save();
  traceFace(ctx, face);
  ctx.clip();
  drawShading(ctx, face);
  drawLines(ctx, face);
  drawBeard(ctx, face);
  ctx.restore();
  drawNose(ctx, face);
  drawMouth(ctx, face, smile);
  for (const side of [-1, 1] as const) {
    drawEye(ctx, face, side);
    drawBrow(ctx, face, side);
  }
  drawGlasses(ctx, face);
}
