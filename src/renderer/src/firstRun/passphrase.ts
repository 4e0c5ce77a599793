import { fold } from '../../../shared/domain/index.ts';

export const shortest = 12;

export interface PassphraseStrength {
  readonly level: 'short' | 'weak' | 'fair' | 'strong';
  /** 0 to 1, for drawing. */
  readonly share: number;
  readonly advice: string;
}

/** What people type first when asked for something secret; no list replaces a good passphrase, this catches the worst. */
const common = [
  'password', 'passwort', 'passphrase', 'letmein', 'welcome', 'qwerty', 'asdf', 'sealdesk', 'admin', 'secret',
  'iloveyou', 'abc123', 'monkey', 'dragon', 'sunshine', 'compliance',
]; // prettier-ignore

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}\s]/u, /[^\p{ASCII}]/u];
/** Symbols that a guesser has to try for each class of character. */
const classSizes = [26, 26, 10, 33, 100];

/** Runs such as "1234", "dcba" and "aaaa" are worth one character. */
function withoutRuns(text: string): string {
  const codes = [...text].map(character => character.codePointAt(0) ?? 0);
  return [...text]
    .filter((_, index) => {
      const step = (codes[index] ?? 0) - (codes[index - 1] ?? Number.NaN);
      const before = (codes[index - 1] ?? 0) - (codes[index - 2] ?? Number.NaN);
      return !(step === before && Math.abs(step) <= 1);
    })
    .join('');
}

function withoutCommon(text: string): string {
  const found = common.find(word => fold(text).includes(word));
  return found === undefined ? text : text.slice(0, Math.max(1, text.length - found.length + 1));
}

/** Rough bits that a guesser faces: kinds of characters by length, halved by repetition. */
function bits(text: string): number {
  const reduced = withoutCommon(withoutRuns(text));
  const size = classes.reduce(
    (sum, kind, index) => sum + (kind.test(reduced) ? (classSizes[index] ?? 0) : 0),
    0,
  );
  const distinct = new Set(reduced).size / Math.max(1, reduced.length);
  return reduced.length * Math.log2(Math.max(2, size)) * Math.min(1, 0.5 + distinct);
}

/**
 * How hard a passphrase is to guess, judged without the network. The vault's own key derivation and the keychain's
 * half of the key stand behind it, so the bounds are those of a local secret: weak below 40 bits, strong from 75.
 */
export function passphraseStrength(text: string): PassphraseStrength {
  const length = [...text].length;
  if (length < shortest) {
    const left = shortest - length;
    return {
      level: 'short',
      share: (length / shortest) * 0.3,
      advice: `At least ${shortest} characters: ${left} more.`,
    };
  }
  const strength = bits(text);
  const share = Math.min(1, strength / 90);
  if (strength < 40) {
    return {
      level: 'weak',
      share,
      advice: 'Easy to guess. Add words that have nothing to do with each other.',
    };
  }
  if (strength < 75) return { level: 'fair', share, advice: 'One more word makes it strong.' };
  return { level: 'strong', share, advice: 'Hard to guess.' };
}
