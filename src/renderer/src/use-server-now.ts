import { useStore } from 'zustand';
import { useServices } from './services.ts';
import { useNow } from './ui/index.ts';

/** The time by the backend's clock in milliseconds, renewed every `intervalMs`: for what the backend's times end. */
export function useServerNow(intervalMs: number): number {
  const { sync } = useServices();
  return useNow(intervalMs) + useStore(sync, state => state.sync?.serverAheadMs ?? 0);
}
