export * from './audit.ts';
export * from './changes.ts';
export * from './endpoints/index.ts';
export * from './levels.ts';
export * from './links.ts';
export * from './metrics.ts';
export * from './problem.ts';
export * from './session.ts';
