/**
 * A shortcut is written as the key's name in lower case (`KeyboardEvent.key`), with modifiers before it:
 * `j`, `?`, `enter`, `shift+enter`, `mod+k`. `mod` is Ctrl, and ⌘ on a Mac.
 */
export type Shortcut = string;

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent);

const caps: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
};

const parts = (shortcut: Shortcut): readonly string[] => shortcut.split(/(?<=.)\+(?=.)/);

/** What stands on the keycaps, in order. */
export const keyCaps = (shortcut: Shortcut): readonly string[] =>
  parts(shortcut).map(part => caps[part] ?? (part.length === 1 ? part.toUpperCase() : part));

/** The value of `aria-keyshortcuts` for a shortcut. */
export const ariaShortcut = (shortcut: Shortcut): string =>
  parts(shortcut)
    .map(part => {
      if (part === 'mod') return isMac ? 'Meta' : 'Control';
      return part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1);
    })
    .join('+');

/** Whether a shortcut is a lone printable key, which speech input and stray typing can set off (WCAG 2.1.4). */
export const isSingleCharacter = (shortcut: Shortcut): boolean => [...shortcut].length === 1;

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly altGraph: boolean;
}

/** The Latin letter of a key on a layout that types another script (a Cyrillic "о" where "j" stands). */
function latinKey(press: KeyPress): string {
  const key = press.key.toLowerCase();
  const isAscii = key.length > 1 || key.charCodeAt(0) < 128;
  return isAscii || !press.code.startsWith('Key') ? key : press.code.slice(3).toLowerCase();
}

/** Whether a key press is this shortcut. AltGr counts as no modifier: `[` needs it on many European layouts. */
export function matches(shortcut: Shortcut, press: KeyPress): boolean {
  const wanted = parts(shortcut);
  const key = wanted.at(-1);
  const modifier = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  if (latinKey(press) !== key || other) return false;
  if (!press.altGraph && (press.altKey || modifier !== wanted.includes('mod'))) return false;
  // Shift is part of how a symbol is typed ("?", "+"), but its own gesture with letters and named keys.
  const isSymbol = key.length === 1 && !/[a-z]/.test(key);
  return isSymbol || press.shiftKey === wanted.includes('shift');
}
