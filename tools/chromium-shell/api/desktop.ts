import { EventEmitter } from 'node:events';
import { basename, join } from 'node:path';
import { notHonoured, refuseUnknown, say, unsupported } from '../limits.ts';

let clipboardText = '';

/** `clipboard`: private to this program, so that a test never reads or overwrites a person's own. */
export const clipboard = refuseUnknown('clipboard', {
  readText: async (): Promise<string> => clipboardText,
  writeText: async (text: string): Promise<void> => {
    clipboardText = text;
  },
  clear: (): void => {
    clipboardText = '';
  },
});

interface MessageBoxOptions {
  readonly message: string;
  readonly detail?: string;
  readonly buttons?: readonly string[];
  readonly defaultId?: number;
  readonly cancelId?: number;
}

/** Nobody is asked: the answer is what closing the box would give. */
function answerFor(args: readonly unknown[]): number {
  const options = args.at(-1) as MessageBoxOptions;
  const response = options.cancelId ?? options.defaultId ?? 0;
  const button = options.buttons?.[response] ?? 'OK';
  say(
    `a message box would ask: ${[options.message, options.detail ?? ''].join(' ').trim()} Answered: ${button}`,
  );
  return response;
}

/** `dialog`: boxes are written to standard error and answered with their cancelling button. */
export const dialog = refuseUnknown('dialog', {
  showErrorBox: (title: string, content: string): void => say(`error box: ${title}: ${content}`),
  showMessageBox: async (...args: readonly unknown[]) => ({
    response: answerFor(args),
    checkboxChecked: false,
  }),
  /**
   * A file in the folder that a test names, else what closing the box would give. The last argument are the options,
   * as with and without a window.
   */
  showSaveDialog: async (...args: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
    const { defaultPath = 'untitled' } = args.at(-1) as { readonly defaultPath?: string };
    const folder = process.env['SEALDESK_SAVE_FOLDER'];
    say(`a box would ask where to save ${basename(defaultPath)}${folder ? '' : '; it was cancelled'}`);
    return folder
      ? { canceled: false, filePath: join(folder, basename(defaultPath)) }
      : { canceled: true, filePath: '' };
  },
  showMessageBoxSync: (...args: readonly unknown[]): number => answerFor(args),
});

/** `shell`: nothing leaves the program. */
export const shell = refuseUnknown('shell', {
  openExternal: async (url: string): Promise<void> => {
    say(`would open in the browser: ${new URL(url).origin}`);
    throw unsupported('shell.openExternal');
  },
  beep: (): void => {},
});

/** `Notification`: written to standard error. */
export class Notification extends EventEmitter {
  readonly title: string;
  readonly body: string;

  constructor(options: { readonly title?: string; readonly body?: string } = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }

  static isSupported(): boolean {
    return false;
  }

  show(): void {
    notHonoured('Notification.show');
  }

  close(): void {}
}
