import type { Watched } from './window/index.ts';

/** How window, shell and engine stood still while something went on. */
export interface Stalls {
  readonly window: Watched;
  /** The longest time the event loop of each process stood still, and its processor time, ms. */
  readonly shell: { readonly longest: number; readonly processor: number };
  readonly engine: { readonly longest: number; readonly processor: number };
}

/** The figure: of a task under 50 ms the window says only how late a timer came, which counts 50 at most. */
export const longestOf = ({ window, shell }: Stalls): number => Math.max(window.longest, shell.longest);

const worst = (found: readonly Stalls[], of: (stalls: Stalls) => number): number =>
  Math.round(Math.max(0, ...found.map(of)));

/** What the worst of several runs was, beyond the figure itself. */
export function stallWords(found: readonly Stalls[]): string {
  const frames = found.reduce((sum, { window }) => sum + window.frames, 0);
  const share = (of: (watched: Watched) => number): string =>
    `${((100 * found.reduce((sum, { window }) => sum + of(window), 0)) / Math.max(1, frames)).toFixed(1)} %`;
  return [
    `window ${worst(found, ({ window }) => window.longest)} ms`,
    `a timer in it up to ${worst(found, ({ window }) => window.timerLate)} ms late`,
    `shell ${worst(found, ({ shell }) => shell.longest)} ms`,
    `engine ${worst(found, ({ engine }) => engine.longest)} ms`,
    `${worst(found, ({ window }) => window.longTasks.length)} tasks over 50 ms`,
    `frame gap ${worst(found, ({ window }) => window.frameGap)} ms`,
    `key to paint ${worst(found, ({ window }) => window.input)} ms`,
    `${share(({ blank }) => blank)} of frames blank, ${share(({ fetching }) => fetching)} with rows being fetched`,
  ].join('; ');
}
