import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { unsupported } from '../limits.ts';

/** What a folder's place depends on. */
interface Surroundings {
  readonly app: string;
  readonly pathOf: (name: string) => string;
}

/** Where Electron puts the folder of this name unless the program says otherwise. */
export function defaultPath(name: string, { app, pathOf }: Surroundings): string {
  switch (name) {
    case 'home':
      return homedir();
    case 'appData':
      return appDataFolder();
    case 'userData':
      return join(pathOf('appData'), app);
    case 'sessionData':
      return pathOf('userData');
    case 'logs':
      return join(pathOf('userData'), 'logs');
    case 'crashDumps':
      return join(pathOf('userData'), 'Crashpad');
    case 'temp':
      return tmpdir();
    case 'exe':
      return process.execPath;
    case 'downloads':
      return join(homedir(), 'Downloads');
    case 'documents':
      return join(homedir(), 'Documents');
    default:
      throw unsupported(`app.getPath('${name}')`);
  }
}

function appDataFolder(): string {
  switch (process.platform) {
    case 'win32':
      return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support');
    default:
      return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  }
}

/** The folder of the package that the started file belongs to. */
export function packageRoot(from: string): string {
  const folder = dirname(resolve(from));
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (dirname(folder) === folder) throw new Error(`no package.json above ${from}`);
  return packageRoot(folder);
}
