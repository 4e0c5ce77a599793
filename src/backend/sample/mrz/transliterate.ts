import { zoneName } from '../../../shared/domain/index.ts';

/** A name as a machine-readable zone has it, by `zoneName`. Throws on a script that has no table instead of guessing. */
export function transliterate(text: string, issuer: string): string {
  const name = zoneName(text, issuer);
  if (name === undefined) throw new Error(`no transliteration of ${JSON.stringify(text)}`);
  return name;
}
