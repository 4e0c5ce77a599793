import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Face } from './face.ts';

/** The outline of the face; used for filling and as the clip of everything on the skin. */
export function traceFace(ctx: SKRSContext2D, face: Face): void {
  const w = face.halfWidth;
  const jaw = w * (0.66 + 0.17 * face.jaw);
  const { chin } = face;
  ctx.beginPath();
  ctx.moveTo(50 - w, 50);
  ctx.bezierCurveTo(50 - w - 0.4, 33, 50 - w * 0.72, 25, 50, 25);
  ctx.bezierCurveTo(50 + w * 0.72, 25, 50 + w + 0.4, 33, 50 + w, 50);
  ctx.bezierCurveTo(50 + w * 0.99, 61, 50 + jaw + 1.2, 71, 50 + jaw * 0.74, 77.5);
  ctx.bezierCurveTo(50 + jaw * 0.5, chin - 2.2, 50 + 4 + face.jaw * 2, chin, 50, chin);
  ctx.bezierCurveTo(50 - 4 - face.jaw * 2, chin, 50 - jaw * 0.5, chin - 2.2, 50 - jaw * 0.74, 77.5);
  ctx.bezierCurveTo(50 - jaw - 1.2, 71, 50 - w * 0.99, 61, 50 - w, 50);
  ctx.closePath();
}
