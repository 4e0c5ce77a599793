export { QueueScreen } from './queue-screen.tsx';
export { useRowWindow } from './use-row-window.ts';
export { createQueueStore, defaultView, type QueueStore } from './store.ts';
