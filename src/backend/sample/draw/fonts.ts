import { GlobalFonts } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import type { Name } from '../people/index.ts';

const require = createRequire(import.meta.url);

/** The subset that owns a letter comes before `latin`, whose file also holds bits of others without their code points. */
const subsets = ['vietnamese', 'greek', 'cyrillic', 'cyrillic-ext', 'latin-ext', 'latin'] as const;

/** Families for scripts that no bundled font covers; the first one that the machine has is taken. */
const systemFamilies = {
  Han: ['Noto Sans CJK JP', 'Noto Sans CJK SC', 'Source Han Sans', 'Hiragino Sans', 'PingFang SC', 'Yu Gothic', 'Microsoft YaHei', 'WenQuanYi Zen Hei'],
  Hangul: ['Noto Sans CJK KR', 'Noto Sans CJK JP', 'Apple SD Gothic Neo', 'Malgun Gothic', 'NanumGothic'],
  Arabic: ['Noto Naskh Arabic', 'Noto Sans Arabic', 'Geeza Pro', 'Segoe UI', 'Arial', 'DejaVu Sans'],
} as const; // prettier-ignore
type SystemScript = keyof typeof systemFamilies;

export interface Fonts {
  /** The CSS family list for a text: the shorter, the faster it is set. */
  readonly familiesFor: (text: string, family: 'sans' | 'mono') => string;
  /** Whether the text can be drawn on this machine without a single missing glyph. */
  readonly covers: (text: string) => boolean;
}

const scripts: Readonly<Record<SystemScript, RegExp>> = {
  Han: /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u,
  Hangul: /\p{Script=Hangul}/u,
  Arabic: /\p{Script=Arabic}/u,
};
const scriptNames = ['Han', 'Hangul', 'Arabic'] as const satisfies readonly SystemScript[];

const quoted = (families: readonly string[]): string => families.map(family => `"${family}"`).join(', ');

/** What the `latin` subset covers: ASCII, Latin-1, general punctuation, euro and minus. */
const westernOnly = /^[\u0020-\u00ff\u2000-\u206f\u20ac\u2212]*$/;

let loaded: Fonts | undefined;

/**
 * The fonts of the drawn documents: Inter and JetBrains Mono from the package, Han, Hangul and Arabic from the machine. Where
 * the machine has none for a script, names in it are drawn in Latin letters, and the document's bytes differ from elsewhere.
 */
export function loadFonts(): Fonts {
  if (loaded) return loaded;
  const register = (family: string, file: string): string[] => {
    const alias = `Sealdesk ${file}`;
    const path = require.resolve(`@fontsource-variable/${family}/files/${file}.woff2`);
    return GlobalFonts.registerFromPath(path, alias) ? [alias] : [];
  };
  const sans = subsets.flatMap(subset => register('inter', `inter-${subset}-wght-normal`));
  const mono = register('jetbrains-mono', 'jetbrains-mono-latin-wght-normal');
  const found = new Map(
    scriptNames.flatMap(script => {
      const family = systemFamilies[script].find(name => GlobalFonts.has(name));
      return family === undefined ? [] : [[script, family] as const];
    }),
  );
  const system = [...new Set(found.values())];
  const all = quoted([...sans, ...system]);
  const latin = quoted(sans.slice(-1));
  const fixed = quoted(mono);
  loaded = {
    familiesFor: (text, family) => {
      if (!westernOnly.test(text)) return all;
      return family === 'mono' ? fixed : latin;
    },
    covers: text => scriptNames.every(script => found.has(script) || !scripts[script].test(text)),
  };
  return loaded;
}

/** The form of a name that can be drawn here: its own script, or Latin letters. */
export const drawable = (name: Name): string => (loadFonts().covers(name.native) ? name.native : name.latin);
