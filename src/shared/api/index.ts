export * from './changes.ts';
export * from './endpoints.ts';
export * from './problem.ts';
export * from './session.ts';
