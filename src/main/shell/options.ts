import { hostname } from 'node:os';
import type { AppState } from '../../shared/ipc/state.ts';

export interface AppOptions {
  /** Where everything of this workstation is kept; absent: the system's place for the app. */
  readonly profileDirectory: string | undefined;
  readonly suggestion: AppState['suggestion'];
}

const argument = (argv: readonly string[], name: string): string | undefined =>
  argv.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3);

/** Reads `--profile=DIR` and what first run offers from the environment (set by `npm start` for sample data). */
export function readOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): AppOptions {
  const { SEALDESK_BACKEND_URL, SEALDESK_DEMO_EMAIL, SEALDESK_DEMO_PASSWORD } = environment;
  return {
    profileDirectory: argument(argv, 'profile'),
    suggestion: {
      ...(SEALDESK_BACKEND_URL ? { backendUrl: SEALDESK_BACKEND_URL } : {}),
      ...(SEALDESK_DEMO_EMAIL ? { email: SEALDESK_DEMO_EMAIL } : {}),
      ...(SEALDESK_DEMO_PASSWORD ? { password: SEALDESK_DEMO_PASSWORD } : {}),
      deviceName: hostname().split('.')[0]?.slice(0, 100) || 'Workstation',
    },
  };
}
