// The front door of the tooling, for the demo, the benchmarks and the end-to-end tests.
export { ensureBuilt } from './build.mjs';
export { openDesktopSession, withDesktopSession } from './desktop-session.mjs';
export { analystOf, startBackend } from './run/backend.mjs';
export { chooseShell, launchApp } from './run/launch.mjs';
export { NODE, OUT, ROOT, hasDisplay } from './run/paths.mjs';
export { startPostgres } from './run/postgres.mjs';
export { postgresObstacle } from './run/postgres-programs.mjs';
export { end, endAll, run, start } from './run/processes.mjs';
export { Advice, isStarted, runMain, say } from './run/say.mjs';
export { ensureSetup } from './setup.mjs';
