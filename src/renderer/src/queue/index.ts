export { QueueScreen } from './queue-screen.tsx';
export { createQueueStore, defaultView, type QueueStore } from './store.ts';
