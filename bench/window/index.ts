export { ask, timeTransport } from './ask.ts';
export { timePaint, type Painted } from './paint.ts';
export { watch, watched, type Watched } from './watch.ts';
export { forgetCases, openBlank, openWindow, passphrase, setUpProfile, startWindow } from './window.ts';
export type { BenchWindow } from './window.ts';
