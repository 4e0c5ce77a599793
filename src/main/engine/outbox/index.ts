export { createReplay, type ReplayOptions } from './replay.ts';
export type { Replay, ReplayState } from './types.ts';
