import { EventEmitter } from 'node:events';
import type { Session } from 'electron';
import { notHonoured, refuseUnknown, unsupported } from '../limits.ts';
import { protocol } from './protocol.ts';
import { WebRequest } from './web-request.ts';

type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0];
type PermissionName = Parameters<NonNullable<PermissionCheck>>[1];

/** What a page could do with no prompt, or be prompted for: Electron's name, and that of Permissions-Policy. */
const PERMISSIONS = [
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['clipboard-read', 'clipboard-read'],
  ['fullscreen', 'fullscreen'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['display-capture', 'display-capture'],
  ['geolocation', 'geolocation'],
  ['midi', 'midi'],
  ['hid', 'hid'],
  ['serial', 'serial'],
  ['usb', 'usb'],
  ['idle-detection', 'idle-detection'],
  ['screen-wake-lock', 'screen-wake-lock'],
  ['storage-access', 'storage-access'],
  ['window-management', 'window-management'],
  ['local-fonts', 'local-fonts'],
] as const satisfies readonly (readonly [PermissionName, string])[];

/**
 * The one session: all of it in memory. Documents are served with a policy that withholds every permission
 * which the check handler does not grant (without a handler: every one), and prompts are denied unseen.
 */
export class StandInSession extends EventEmitter {
  readonly webRequest = new WebRequest();
  readonly protocol = protocol;
  #check: PermissionCheck = null;

  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.#check = handler;
  }

  /** A request comes only for what the check denied, and the browser denies that by itself. */
  setPermissionRequestHandler(_handler: unknown): void {}
  setDevicePermissionHandler(_handler: unknown): void {}
  setDisplayMediaRequestHandler(_handler: unknown): void {}
  setUSBProtectedClassesHandler(_handler: unknown): void {}
  setBluetoothPairingHandler(_handler: unknown): void {}

  setSpellCheckerEnabled(enabled: boolean): void {
    if (enabled) notHonoured('session.setSpellCheckerEnabled(true)');
  }

  setSpellCheckerLanguages(languages: readonly string[]): void {
    if (languages.length > 0) notHonoured('session.setSpellCheckerLanguages');
  }

  /** There is no network whose certificates could be verified. */
  setCertificateVerifyProc(_verify: unknown): void {}
  setSSLConfig(_config: unknown): void {}

  async setProxy(_config: unknown): Promise<void> {}
  async clearCache(): Promise<void> {}
  async clearHostResolverCache(): Promise<void> {}
  async clearAuthCache(): Promise<void> {}
  async clearCodeCaches(_options: unknown): Promise<void> {}
  flushStorageData(): void {}

  isPersistent(): boolean {
    return false;
  }

  getStoragePath(): string | null {
    return null;
  }

  /** The Permissions-Policy for documents of this origin. */
  permissionsPolicy(origin: string): string {
    const check = this.#check;
    const details = { isMainFrame: true, requestingUrl: `${origin}/` };
    return PERMISSIONS.map(([name, feature]) => {
      const isGranted = check?.(null, name, origin, details) === true;
      return `${feature}=${isGranted ? '(self)' : '()'}`;
    }).join(', ');
  }
}

export const standInSession = new StandInSession();
const defaultSession = refuseUnknown('session.defaultSession', standInSession);

let partition: string | undefined;

export const session = refuseUnknown('session', {
  defaultSession,
  /** All windows share one session in memory: right for one in-memory partition, and only for one. */
  fromPartition(name: string) {
    if (name.startsWith('persist:')) notHonoured('a persistent session partition');
    partition ??= name;
    if (partition !== name) throw unsupported('a second session partition');
    return defaultSession;
  },
});
