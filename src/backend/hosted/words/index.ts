import { locales, type Locale } from '../../../shared/api/index.ts';
import { alpha2Of, countryCodes } from '../../../shared/domain/index.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Words } from './words.ts';

export type { Words } from './words.ts';

export const wordsIn: Readonly<Record<Locale, Words>> = { en, de, fr, es, ar };

/** What each language calls itself. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
} as const satisfies Record<Locale, string>;

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr');

/** How dates and numbers are written: of English the form with the day first. */
export const formatLocale = (locale: Locale): string => (locale === 'en' ? 'en-GB' : locale);

const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text);

/** The first of our languages that a browser asks for (RFC 9110, 12.5.4), by weight; English where it asks for none of them. */
export function acceptedLocale(header: string | undefined): Locale {
  const wanted = (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map(part => {
      const [range = '', ...parameters] = part.split(';').map(text => text.trim().toLowerCase());
      const weight = parameters.find(text => text.startsWith('q='))?.slice(2);
      return { language: range.split('-', 1)[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return wanted.map(({ language }) => language).find(isLocale) ?? 'en';
}

export interface Country {
  readonly code: string;
  readonly name: string;
}

const countryLists = new Map<Locale, readonly Country[]>();

/** All countries by alpha-3 code, in the language's own names and order. */
export function countriesIn(locale: Locale): readonly Country[] {
  const known = countryLists.get(locale);
  if (known) return known;
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const { compare } = new Intl.Collator(locale);
  const list = countryCodes
    .map(code => ({ code, name: names.of(alpha2Of(code) ?? '') ?? code }))
    .toSorted((a, b) => compare(a.name, b.name));
  countryLists.set(locale, list);
  return list;
}
