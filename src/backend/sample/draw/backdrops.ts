import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Picture } from './render.ts';

/** Pictures that many documents lie on, painted once: the patterns cost more than all that is printed over them. */
export interface Backdrops {
  /** The backdrop of that name, as large as the picture it is for; painted when it is first asked for. */
  readonly of: (
    name: string,
    size: Pick<Picture, 'width' | 'height' | 'scale'>,
    paint: (ctx: SKRSContext2D) => void,
  ) => Canvas;
}

/** Backdrops to be dropped together with the run that drew on them: each takes four bytes a pixel. */
export function createBackdrops(): Backdrops {
  const painted = new Map<string, Canvas>();
  return {
    of: (name, { width, height, scale }, paint) => {
      const known = painted.get(name);
      if (known) return known;
      const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
      const ctx = canvas.getContext('2d');
      ctx.scale(scale, scale);
      paint(ctx);
      painted.set(name, canvas);
      return canvas;
    },
  };
}
