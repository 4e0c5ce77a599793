const said = new Set<string>();

/** Told once at start: what differs from the shipped app whatever the program does. */
export const START_NOTICE =
  'Sealdesk runs in the Chromium stand-in, for development and tests only: no fuses, no content protection, ' +
  'no context isolation of the preload, utility processes are plain Node processes, windows are always shown, ' +
  'menus and their keys are not, power events never come, and the clipboard is private to this program.';

export function say(line: string): void {
  process.stderr.write(`[chromium-shell] ${line}\n`);
}

/** Says, once per name, that a request is accepted but has no effect here. */
export function notHonoured(what: string): void {
  if (said.has(what)) return;
  said.add(what);
  say(`${what} is not honoured by the stand-in`);
}

export function unsupported(what: string): Error {
  return new Error(`The Chromium stand-in does not implement ${what}; only Electron does.`);
}

/** Keys that the language itself looks up on any object. */
const PROBED = new Set(['then', 'toJSON', 'constructor', 'prototype']);

/** The same object, except that reading a member that is not there throws an error naming it. */
export function refuseUnknown<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'symbol' || PROBED.has(key) || Reflect.has(object, key)) {
        const value: unknown = Reflect.get(object, key, object);
        // Private fields belong to the object, not to the proxy around it.
        return typeof value === 'function' && !isClass(value) ? value.bind(object) : value;
      }
      throw unsupported(`${name}.${key}`);
    },
    set(object, key, value) {
      if (typeof key === 'string' && !Reflect.has(object, key)) throw unsupported(`setting ${name}.${key}`);
      return Reflect.set(object, key, value, object);
    },
  });
}

function isClass(value: Function): boolean {
  return 'prototype' in value && /^class\b/.test(Function.prototype.toString.call(value));
}
