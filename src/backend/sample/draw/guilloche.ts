import type { SKRSContext2D } from '@napi-rs/canvas';
import { alpha } from './color.ts';
import type { Box } from './portrait.ts';

/** A band of interwoven waves, as security printers draw them: each line is a little out of phase with the one before. */
export function drawWaves(
  ctx: SKRSContext2D,
  box: Box,
  wave: {
    readonly color: string;
    readonly opacity: number;
    readonly lines: number;
    readonly amplitude: number;
    readonly turns: number;
    readonly phase: number;
    /** Length of one straight piece; 14 unless told. */
    readonly step?: number;
  },
): void {
  ctx.strokeStyle = alpha(wave.color, wave.opacity);
  ctx.lineWidth = 0.9;
  const steps = Math.ceil(box.width / (wave.step ?? 14));
  ctx.beginPath();
  for (let line = 0; line < wave.lines; line += 1) {
    const share = line / (wave.lines - 1);
    for (let step = 0; step <= steps; step += 1) {
      const along = step / steps;
      const envelope = 0.55 + 0.45 * Math.sin(along * Math.PI * 2 * 0.5 + wave.phase);
      const swing =
        Math.sin(along * Math.PI * 2 * wave.turns + wave.phase + share * 2.6) +
        0.45 * Math.sin(along * Math.PI * 2 * wave.turns * 2.3 - share * 4.1);
      const x = box.x + along * box.width;
      const y = box.y + share * box.height + swing * wave.amplitude * envelope;
      if (step === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
  }
  ctx.stroke();
}

/** A rosette of closed curves around a centre. */
export function drawRosette(
  ctx: SKRSContext2D,
  centre: { readonly x: number; readonly y: number; readonly radius: number },
  look: { readonly color: string; readonly opacity: number; readonly petals: number; readonly rings: number },
): void {
  ctx.strokeStyle = alpha(look.color, look.opacity);
  ctx.lineWidth = 0.9;
  const steps = look.petals * 36;
  ctx.beginPath();
  for (let ring = 0; ring < look.rings; ring += 1) {
    const share = 0.32 + (0.68 * (ring + 1)) / look.rings;
    for (let step = 0; step <= steps; step += 1) {
      const angle = (step / steps) * Math.PI * 2;
      const petal =
        1 +
        0.17 * Math.cos(angle * look.petals + ring * 0.55) +
        0.06 * Math.sin(angle * look.petals * 2 - ring);
      const radius = centre.radius * share * petal * 0.82;
      const x = centre.x + Math.cos(angle) * radius;
      const y = centre.y + Math.sin(angle) * radius;
      if (step === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
  }
  ctx.stroke();
}
