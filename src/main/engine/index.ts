export { createBlockedEngine } from './blocked-engine.ts';
export { createEngine, type EngineOptions } from './create-engine.ts';
export type { Engine, EngineEvent, EngineEventPayload, EngineState } from './engine.ts';
