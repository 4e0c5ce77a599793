import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { isCountry, isMrzCode } from '../../../shared/domain/index.ts';
import { z } from '../../../shared/zod.ts';

/** One person or organisation of a watchlist. */
export interface ListEntry {
  readonly id: string;
  readonly list: string;
  readonly kind: 'person' | 'organisation';
  readonly name: string;
  readonly aliases: readonly string[];
  /** YYYY-MM-DD or YYYY. */
  readonly datesOfBirth: readonly string[];
  /** ISO 3166-1 alpha-3. */
  readonly countries: readonly string[];
}

const parts = (text: string): readonly string[] =>
  text
    .split(';')
    .map(part => part.trim())
    .filter(part => part !== '');

/** What stands for bytes that are no UTF-8: a name without those letters would be found by nobody. */
const isUtf8 = (text: string): boolean => !text.includes('\ufffd');
const notUtf8 = 'not UTF-8';

const rowSchema = z
  .object({
    id: z.string().min(1).max(200),
    list: z.string().min(1).max(200),
    type: z.enum(['person', 'organisation']),
    name: z
      .string()
      .min(1)
      .max(1000)
      .refine(isUtf8, notUtf8)
      .refine(name => /\p{L}/u.test(name), 'without a letter'),
    aliases: z.string().max(20_000).refine(isUtf8, notUtf8).default(''),
    dateOfBirth: z.string().max(1000).default(''),
    countries: z.string().max(1000).default(''),
  })
  .transform(({ id, list, type, name, aliases, dateOfBirth, countries }) => ({
    id,
    list,
    kind: type,
    name,
    aliases: parts(aliases),
    datesOfBirth: parts(dateOfBirth),
    countries: parts(countries),
  }))
  .refine(({ datesOfBirth }) => datesOfBirth.every(date => /^\d{4}(-\d\d-\d\d)?$/.test(date)), {
    path: ['dateOfBirth'],
    message: 'not YYYY or YYYY-MM-DD',
  })
  .refine(({ countries }) => countries.every(code => isCountry(code) || isMrzCode(code)), {
    path: ['countries'],
    message: 'not ISO 3166-1 alpha-3',
  });

/** What the parser gives with `info`. */
const parsedSchema = z.object({ record: z.unknown(), info: z.object({ lines: z.number() }) });

/** Far more than any public list has; a line longer than this is no list. */
const maxRecordBytes = 1 << 20;

/**
 * Reads a watchlist row by row (its form: docs/WATCHLIST.md). Throws with a sentence for the operator that names the line
 * of the first row that is wrong, or says that there is none: a list with holes would be worse than none.
 */
export async function* readWatchlist(path: string | URL): AsyncGenerator<ListEntry> {
  const rows = parse({
    columns: true,
    bom: true,
    info: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
  });
  const file = createReadStream(path);
  file.once('error', error => rows.destroy(error)).pipe(rows);
  let isEmpty = true;
  try {
    for await (const one of rows) {
      const { record, info } = parsedSchema.parse(one);
      const row = rowSchema.safeParse(record);
      if (!row.success) {
        const [issue] = row.error.issues;
        throw new Error(`line ${info.lines}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
      }
      isEmpty = false;
      yield row.data;
    }
    if (isEmpty) throw new Error('it names nobody');
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`The watchlist can't be read: ${cause}`, { cause: error });
  } finally {
    file.destroy();
  }
}
