import { createPorts } from '../../src/main/engine/adapters/index.ts';
import { createNewId } from '../../src/main/engine/adapters/random.ts';
import type { Http, Keychain, Log, Ports, Random } from '../../src/main/engine/ports.ts';
import { memoryKeychain } from './keychain.ts';
import type { TestTime } from './time.ts';

export interface TestPortsOptions {
  /** The profile directory; see `temporaryDirectory`. */
  readonly directory: string;
  /** In memory unless given. */
  readonly keychain?: Keychain;
  /** Real time unless given; see `testTime`. */
  readonly time?: TestTime;
  /** Real chance unless given; see `seededRandom`. */
  readonly random?: Random;
  readonly http?: Http;
  readonly log?: Log;
}

/** The real files, databases, cryptography and network; time, chance, keychain and network as the test wants them. */
export function testPorts(options: TestPortsOptions): Ports {
  const real = createPorts({ profileDirectory: options.directory, log: options.log ?? (() => undefined) });
  const clock = options.time?.clock ?? real.clock;
  const random = options.random ?? real.random;
  return {
    ...real,
    clock,
    timers: options.time?.timers ?? real.timers,
    random,
    newId: createNewId({ clock, random }),
    keychain: options.keychain ?? memoryKeychain(),
    http: options.http ?? real.http,
  };
}
