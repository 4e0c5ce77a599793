export { decidedLine, outcomeWords } from './outcome.ts';
export { isUncertain, parkedReason, parkedShort, parkedTitle } from './parked.ts';
export { supersededWords } from './superseded.ts';
