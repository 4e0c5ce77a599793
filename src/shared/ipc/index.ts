export * from './bridge.ts';
export * from './case.ts';
export * from './names.ts';
export * from './outbox.ts';
export * from './problem.ts';
export * from './queue.ts';
export * from './state.ts';
export * from './table.ts';
