import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const sources = fileURLToPath(new URL('../../../../', import.meta.url));
const root = dirname(sources);

/** Megabytes of its heap; where one large array can't be had V8 aborts the process, which is why it is one. */
const heapMb = 512;

/** The programs that it is made of: of the files on this machine it may read no other, the store and the keys above all. */
const readable = (program: URL): readonly string[] => {
  const installed = dirname(dirname(require.resolve('pdfjs-dist/package.json')));
  const folders = [sources, join(root, 'node_modules'), installed, dirname(fileURLToPath(program))];
  const paths = [join(root, 'package.json'), ...folders];
  // A link is asked for by its own name and by where it leads to.
  return [...new Set(paths.flatMap(path => [path, realpathSync(path)]))];
};

/** A debugger's port, which there is once, and files of an environment, which is where an operator's secrets are. */
const ofParentAlone = /^--(inspect|env-file)/;

/** Options that this process was started with and another may be too, each with its value. */
export const passedOn = (options: readonly string[]): readonly string[] =>
  options.filter((option, at) => {
    const isValue = !option.startsWith('-');
    return !ofParentAlone.test(isValue ? (options[at - 1] ?? '') : option);
  });

/**
 * How Node is started for a process that opens what strangers sent: as this one was, with a heap of its own; and unable to
 * write a file, to read others than programs, or to start a process.
 */
export const confined = (program: URL): readonly string[] => [
  ...passedOn(process.execArgv),
  `--max-old-space-size=${heapMb}`,
  '--permission',
  ...readable(program).map(path => `--allow-fs-read=${path}`),
  // Decoders are native code, the OCR is a thread: that neither is confined by this is known, and said at each start.
  '--allow-addons',
  '--allow-worker',
  '--disable-warning=PERM0001',
  '--disable-warning=PERM0006',
];

/** What of the environment Node itself may need to come up; no secret gets there. */
const neededNames = ['SystemRoot', 'LD_LIBRARY_PATH'] as const;

export const bareEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    neededNames.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
