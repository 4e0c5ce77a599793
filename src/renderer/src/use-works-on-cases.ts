import { useStore } from 'zustand';
import { worksOnCases } from '../../shared/domain/index.ts';
import { useServices } from './services.ts';

/** Whether who is here works on cases: the backend tells nobody else of them, nor of links and the levels that these need. */
export const useWorksOnCases = (): boolean =>
  useStore(useServices().app, ({ app }) => worksOnCases(app?.user?.roles ?? []));
