export { Blocked } from './blocked.tsx';
export { mayPass } from './may-pass.ts';
export { ProblemFacts } from './problem-facts.tsx';
export { Starting } from './starting.tsx';
export { Unlock } from './unlock.tsx';
