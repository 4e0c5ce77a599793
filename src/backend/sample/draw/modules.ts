import type { SKRSContext2D } from '@napi-rs/canvas';
import { randomOf } from '../random.ts';

/** A square of light and dark modules that looks like a matrix code and says nothing. */
export function drawModules(
  ctx: SKRSContext2D,
  label: string,
  at: { readonly x: number; readonly y: number; readonly size: number; readonly color: string },
): void {
  const random = randomOf('modules', label);
  const count = 25;
  const step = at.size / count;
  ctx.fillStyle = 'rgba(255, 255, 255, 0.85)';
  ctx.fillRect(at.x - step * 2, at.y - step * 2, at.size + step * 4, at.size + step * 4);
  ctx.fillStyle = at.color;
  ctx.beginPath();
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      // A solid left and lower border and an alternating opposite one, as Data Matrix has them.
      const border =
        column === 0 ||
        row === count - 1 ||
        (row === 0 && column % 2 === 0) ||
        (column === count - 1 && row % 2 === 0);
      const inside = row > 0 && column < count - 1 && column > 0 && row < count - 1 && random.chance(0.48);
      if (border || inside) ctx.rect(at.x + column * step, at.y + row * step, step + 0.3, step + 0.3);
    }
  }
  ctx.fill();
}
