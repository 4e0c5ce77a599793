export { Blocked } from './blocked.tsx';
export { mayPass } from './may-pass.ts';
export { Starting } from './starting.tsx';
export { Unlock } from './unlock.tsx';
