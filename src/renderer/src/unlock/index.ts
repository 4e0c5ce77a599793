export { Blocked } from './blocked.tsx';
export { Starting } from './starting.tsx';
export { Unlock } from './unlock.tsx';
