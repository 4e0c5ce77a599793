import type { IncomingMessage } from 'node:http';
import { Chromium, findChromium, type AttachedPage, type Protocol } from './browser/index.ts';
import { Carrier } from './node/carrier.ts';
import { hostRule } from './origin.ts';

export interface HostOptions {
  readonly schemes: readonly string[];
  readonly switches: readonly string[];
  readonly serve: (pageUrl: string, request: IncomingMessage) => Promise<Response>;
  readonly onPopup: (info: Protocol.Target.TargetInfo) => void;
  readonly onBrowserExit: () => void;
}

/** What stands behind all windows: one Chromium and one carrier, from `ready` to the end of the program. */
export class Host {
  readonly carrier: Carrier;
  readonly chromium: Chromium;

  private constructor(carrier: Carrier, chromium: Chromium) {
    this.carrier = carrier;
    this.chromium = chromium;
  }

  static async start(options: HostOptions): Promise<Host> {
    const executable = findChromium();
    if (executable === undefined) {
      throw new Error(
        'No Chromium was found. Install one (Debian: apt-get install chromium) or set SEALDESK_CHROMIUM.',
      );
    }
    const carrier = await Carrier.start(options.serve);
    const chromium = await Chromium.start({
      executable,
      hostRules: options.schemes.map(scheme => hostRule(scheme, carrier.port)),
      switches: options.switches,
      endpointFile: process.env['SEALDESK_CDP_FILE'],
      onUninvited: options.onPopup,
      onExit: options.onBrowserExit,
    });
    // Where Electron's own version of Chromium stands; programs show it to people.
    const { product } = await chromium.browser.send('Browser.getVersion');
    Object.defineProperty(process.versions, 'chrome', {
      value: product.split('/')[1] ?? product,
      configurable: true,
    });
    return new Host(carrier, chromium);
  }

  /** Opens a window that shows nothing yet; its page is attached and halted. */
  async openWindow(pageOrigin: string): Promise<AttachedPage> {
    const blank = this.carrier.blankPage(pageOrigin);
    return this.chromium.openWindow(blank.url, blank.token);
  }
}
