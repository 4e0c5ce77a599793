import { hostname } from 'node:os';
import type { AppState } from '../../shared/ipc/state.ts';

/** What first run offers: from the environment (set by `npm start` for sample data), and this machine's own name. */
export function readSuggestion(environment: NodeJS.ProcessEnv): AppState['suggestion'] {
  const { SEALDESK_BACKEND_URL, SEALDESK_DEMO_EMAIL, SEALDESK_DEMO_PASSWORD } = environment;
  return {
    ...(SEALDESK_BACKEND_URL ? { backendUrl: SEALDESK_BACKEND_URL } : {}),
    ...(SEALDESK_DEMO_EMAIL ? { email: SEALDESK_DEMO_EMAIL } : {}),
    ...(SEALDESK_DEMO_PASSWORD ? { password: SEALDESK_DEMO_PASSWORD } : {}),
    deviceName: hostname().split('.')[0]?.slice(0, 100) || 'Workstation',
  };
}
