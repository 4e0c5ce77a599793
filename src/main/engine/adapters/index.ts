import type { Log, Ports } from '../ports.ts';
import { clock, timers } from './clock.ts';
import { compression } from './compression.ts';
import { crypto } from './crypto.ts';
import { createFiles } from './files.ts';
import { createHttp } from './http.ts';
import { createKeychain } from './keychain.ts';
import { createNewId, random } from './random.ts';
import { databases } from './sqlite.ts';

export { clock } from './clock.ts';
export { createLog } from './log.ts';

/** The real outside world for one profile directory, which is made when it is not there. Throws when it can't be. */
export function createPorts(options: { readonly profileDirectory: string; readonly log: Log }): Ports {
  return {
    clock,
    timers,
    newId: createNewId({ clock, random }),
    random,
    crypto,
    compression,
    http: createHttp(),
    keychain: createKeychain(),
    files: createFiles(options.profileDirectory),
    databases,
    log: options.log,
  };
}
