export type { Answer, Handler, Handlers, HandlersOf, Input, Once } from './handlers.ts';
export { ifMatch } from './if-match.ts';
export { answersKeptMs } from './kept.ts';
export { listCursor } from './list-cursor.ts';
export { problemOf, refusal, refuse, type Refusal } from './refusal.ts';
export { parseStrictJson } from './strict-json.ts';
