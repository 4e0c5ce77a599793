import { parseArgs } from 'node:util';
import { Misuse } from './say.mjs';

/**
 * The options of a command line; undefined when its help was asked for, which is then shown.
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {string} usage
 * @param {T} options beside `--help`
 */
export function readOptions(usage, options) {
  try {
    const isHelp = process.argv.slice(2).includes('--help');
    if (!isHelp) return parseArgs({ options }).values;
    process.stdout.write(`${usage}\n`);
    return undefined;
  } catch (error) {
    if (!(
      error instanceof TypeError &&
      'code' in error &&
      String(error.code).startsWith('ERR_PARSE_ARGS_')
    )) {
      throw error;
    }
    throw new Misuse(`${error.message}\n\n${usage}`);
  }
}
