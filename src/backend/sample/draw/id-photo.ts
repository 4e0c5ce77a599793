import { createCanvas } from '@napi-rs/canvas';
import { alpha } from './color.ts';
import type { Face } from './face.ts';
import type { Palette } from './palette.ts';
import { drawPortrait, type Box } from './portrait.ts';
import type { Sheet } from './sheet.ts';

/** The photo of a document: an evenly lit grey background, a thin frame, and lines that run into the picture. */
export function drawPhoto(sheet: Sheet, face: Face, box: Box, palette: Palette): void {
  const { ctx } = sheet;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(box.x, box.y, box.width, box.height, 6);
  ctx.clip();
  const gradient = ctx.createLinearGradient(box.x, box.y, box.x, box.y + box.height);
  gradient.addColorStop(0, '#eef1f2');
  gradient.addColorStop(1, '#d3dadd');
  ctx.fillStyle = gradient;
  ctx.fillRect(box.x, box.y, box.width, box.height);
  drawPortrait(ctx, face, box);
  ctx.strokeStyle = alpha(palette.lines[0], 0.24);
  ctx.lineWidth = 0.9;
  ctx.beginPath();
  for (let ring = 0; ring < 9; ring += 1)
    ctx.ellipse(
      box.x + box.width,
      box.y + box.height,
      40 + ring * 9,
      60 + ring * 11,
      0,
      Math.PI,
      Math.PI * 1.5,
    );
  ctx.stroke();
  ctx.restore();
  ctx.strokeStyle = alpha(palette.ink, 0.55);
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.roundRect(box.x, box.y, box.width, box.height, 6);
  ctx.stroke();
}

/** The second, pale photo that makes changing the first one harder; it fades towards its edges. */
export function drawGhost(sheet: Sheet, face: Face, box: Box, palette: Palette): void {
  // Drawn apart, because with translucent paint the neck would show through the face.
  const canvas = createCanvas(box.width, box.height);
  const ghost = canvas.getContext('2d');
  drawPortrait(ghost, face, { x: 0, y: 0, width: box.width, height: box.height });
  ghost.globalCompositeOperation = 'source-atop';
  ghost.fillStyle = alpha(palette.lines[0], 0.55);
  ghost.fillRect(0, 0, box.width, box.height);
  ghost.globalCompositeOperation = 'destination-in';
  const fade = ghost.createLinearGradient(0, box.height * 0.55, 0, box.height);
  fade.addColorStop(0, 'rgba(0, 0, 0, 1)');
  fade.addColorStop(1, 'rgba(0, 0, 0, 0)');
  ghost.fillStyle = fade;
  ghost.fillRect(0, 0, box.width, box.height);
  sheet.ctx.save();
  sheet.ctx.globalAlpha = 0.42;
  sheet.ctx.drawImage(canvas, box.x, box.y);
  sheet.ctx.restore();
}
