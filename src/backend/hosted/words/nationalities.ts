import type { Locale } from '../../../shared/api/index.ts';
import { countriesIn, type Country } from './index.ts';

/** What a passport may name where others name their country (ICAO Doc 9303, part 3, section 5). */
const without: Readonly<Record<Locale, Readonly<Record<'XXA' | 'XXB' | 'XXC', string>>>> = {
  en: { XXA: 'Stateless', XXB: 'Refugee (1951 Convention)', XXC: 'Refugee (other)' },
  de: { XXA: 'Staatenlos', XXB: 'Flüchtling (Genfer Konvention)', XXC: 'Flüchtling (sonstige)' },
  fr: { XXA: 'Apatride', XXB: 'Réfugié (Convention de 1951)', XXC: 'Réfugié (autre)' },
  es: { XXA: 'Apátrida', XXB: 'Refugiado (Convención de 1951)', XXC: 'Refugiado (otro)' },
  ar: { XXA: 'عديم الجنسية', XXB: 'لاجئ (اتفاقية 1951)', XXC: 'لاجئ (غير ذلك)' },
};

/** What somebody may give as their nationality: the countries, Kosovo, and at the end what those without one have. */
export function nationalitiesIn(locale: Locale): readonly Country[] {
  const { compare } = new Intl.Collator(locale);
  const kosovo = {
    code: 'RKS',
    name: new Intl.DisplayNames(locale, { type: 'region' }).of('XK') ?? 'Kosovo',
  };
  const states = [...countriesIn(locale), kosovo].toSorted((a, b) => compare(a.name, b.name));
  return [...states, ...Object.entries(without[locale]).map(([code, name]) => ({ code, name }))];
}
