import type { BrowserWindow, Clipboard, Dialog, Shell } from 'electron';
import { problem, type CallInput, type CallOutput, type IpcProblem } from '../../shared/ipc/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { diskProblem } from './disk-problem.ts';
import { putPrivateFile } from './private-file.ts';

type Done = Result<Record<string, never>, IpcProblem>;

export interface LinkDesk {
  copy(input: CallInput<'links.copy'>): Promise<Done>;
  mail(input: CallInput<'links.mail'>): Promise<Done>;
  savePicture(
    input: CallInput<'links.savePicture'>,
  ): Promise<Result<CallOutput<'links.savePicture'>, IpcProblem>>;
  /**
   * A lock: takes from the clipboard any address that was put there, unless something else is on it by now. A box that asks
   * where a picture goes stays open behind it, for whoever comes by: nothing is saved from it any more.
   */
  forget(): Promise<void>;
}

export interface LinkDeskOptions {
  readonly clipboard: Pick<Clipboard, 'readText' | 'writeText' | 'clear'>;
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  readonly window: () => BrowserWindow | undefined;
}

/** Names no customer: the folder is anybody's guess, and the system remembers names of files. */
const pictureName = 'verification-link';

const beginnings = {
  svg: Buffer.from('<svg '),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
} as const;

/**
 * How the address of a link leaves the window when a person asks for it: by the clipboard, or as a picture of its QR code.
 * Never in a mail draft: Linux and Windows start the mail program with the draft on its command line, which on Linux every
 * user of the machine can read, and which on Windows goes into process logs.
 */
export function createLinkDesk({ clipboard, dialog, shell, window }: LinkDeskOptions): LinkDesk {
  /** Every address since the last lock: the system's history of its clipboard may bring any of them back onto it. */
  const copied = new Set<string>();
  let locks = 0;
  const takeBack = async (addresses: ReadonlySet<string>): Promise<void> => {
    if (addresses.size > 0 && addresses.has(await clipboard.readText())) clipboard.clear();
  };
  return {
    async copy({ url }) {
      copied.add(url);
      await clipboard.writeText(url);
      // A lock came meanwhile, and may have found the clipboard as it was before.
      if (!copied.has(url)) await takeBack(new Set([url]));
      return ok({});
    },
    async mail({ to, subject, text }) {
      try {
        await shell.openExternal(draftAddress(to, subject, text));
        return ok({});
      } catch {
        // Nothing is registered for mailto, or the system refused; what it said may repeat the draft.
        return fail(problem('no_mail_program'));
      }
    },
    async savePicture({ format, bytes }) {
      const beginning = beginnings[format];
      if (!beginning.equals(bytes.subarray(0, beginning.length))) return fail(problem('invalid_input'));
      const options = {
        title: 'Save the QR code',
        defaultPath: `${pictureName}.${format}`,
        filters: [{ name: format.toUpperCase(), extensions: [format] }],
        properties: [
          'createDirectory' as const,
          'showOverwriteConfirmation' as const,
          'dontAddToRecent' as const,
        ],
      };
      const [over, lock] = [window(), locks];
      const { canceled, filePath } = await (over
        ? dialog.showSaveDialog(over, options)
        : dialog.showSaveDialog(options));
      if (locks !== lock) return fail(problem('wrong_phase'));
      if (canceled || !filePath) return ok({ saved: false });
      try {
        // Whoever has it can open the page: for nobody but the person who saved it.
        await putPrivateFile(filePath, bytes);
      } catch (error) {
        return diskProblem(error);
      }
      return ok({ saved: true });
    },
    async forget() {
      locks += 1;
      const mine = new Set(copied);
      copied.clear();
      await takeBack(mine);
    },
  };
}

/** RFC 6068: a line ends with CR LF, and everything but the address's own sign is percent-encoded. */
export function draftAddress(to: string | undefined, subject: string, text: string): string {
  const encoded = (part: string): string => encodeURIComponent(part.replaceAll(/\r?\n/g, '\r\n'));
  const address = encoded(to ?? '').replaceAll('%40', '@');
  return `mailto:${address}?subject=${encoded(subject)}&body=${encoded(text)}`;
}
