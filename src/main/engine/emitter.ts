import type { EngineEvent, EngineEventPayload } from './engine.ts';

type Listeners = { readonly [N in EngineEvent]: Set<(payload: EngineEventPayload<N>) => void> };

export interface Emitter {
  emit<N extends EngineEvent>(name: N, payload: EngineEventPayload<N>): void;
  subscribe<N extends EngineEvent>(name: N, listener: (payload: EngineEventPayload<N>) => void): () => void;
}

/** The engine's events; listeners are called in the order in which they subscribed. */
export function createEmitter(): Emitter {
  const listeners: Listeners = {
    'app.changed': new Set(),
    'sync.changed': new Set(),
    'cache.changed': new Set(),
    'outbox.changed': new Set(),
    'document.changed': new Set(),
    'links.changed': new Set(),
  };
  return {
    emit: (name, payload) => listeners[name].forEach(listener => listener(payload)),
    subscribe: (name, listener) => {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
  };
}
