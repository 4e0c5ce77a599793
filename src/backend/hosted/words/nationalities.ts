import type { Locale } from '../../../shared/api/index.ts';
import { countriesIn, type Country } from './index.ts';

/** What a passport may name where others name their country (ICAO Doc 9303, part 3, section 5). */
const codes = ['GBN', 'GBO', 'GBD', 'GBP', 'GBS', 'XXA', 'XXB', 'XXC'] as const;

const others: Readonly<Record<Locale, Readonly<Record<(typeof codes)[number], string>>>> = {
  en: {
    GBN: 'British National (Overseas)',
    GBO: 'British Overseas citizen',
    GBD: 'British Overseas Territories citizen',
    GBP: 'British protected person',
    GBS: 'British subject',
    XXA: 'Stateless',
    XXB: 'Refugee (1951 Convention)',
    XXC: 'Refugee (other)',
  },
  de: {
    GBN: 'Britischer Staatsangehöriger (Übersee)',
    GBO: 'Britischer Überseebürger',
    GBD: 'Bürger der britischen Überseegebiete',
    GBP: 'Unter britischem Schutz stehende Person',
    GBS: 'Britischer Untertan',
    XXA: 'Staatenlos',
    XXB: 'Flüchtling (Genfer Konvention)',
    XXC: 'Flüchtling (sonstige)',
  },
  fr: {
    GBN: 'Ressortissant britannique (outre-mer)',
    GBO: 'Citoyen britannique d’outre-mer',
    GBD: 'Citoyen des territoires britanniques d’outre-mer',
    GBP: 'Personne sous protection britannique',
    GBS: 'Sujet britannique',
    XXA: 'Apatride',
    XXB: 'Réfugié (Convention de 1951)',
    XXC: 'Réfugié (autre)',
  },
  es: {
    GBN: 'Nacional británico (de ultramar)',
    GBO: 'Ciudadano británico de ultramar',
    GBD: 'Ciudadano de los territorios británicos de ultramar',
    GBP: 'Persona bajo protección británica',
    GBS: 'Súbdito británico',
    XXA: 'Apátrida',
    XXB: 'Refugiado (Convención de 1951)',
    XXC: 'Refugiado (otro)',
  },
  ar: {
    GBN: 'حامل الجنسية البريطانية (لما وراء البحار)',
    GBO: 'مواطن بريطاني لما وراء البحار',
    GBD: 'مواطن أقاليم ما وراء البحار البريطانية',
    GBP: 'شخص مشمول بالحماية البريطانية',
    GBS: 'رعية بريطانية',
    XXA: 'عديم الجنسية',
    XXB: 'لاجئ (اتفاقية 1951)',
    XXC: 'لاجئ (غير ذلك)',
  },
};

const lists = new Map<Locale, readonly Country[]>();

/** What somebody may give as their nationality: the countries, Kosovo, and at the end what stands for none of these. */
export function nationalitiesIn(locale: Locale): readonly Country[] {
  const known = lists.get(locale);
  if (known) return known;
  const { compare } = new Intl.Collator(locale);
  const kosovo = {
    code: 'RKS',
    name: new Intl.DisplayNames(locale, { type: 'region' }).of('XK') ?? 'Kosovo',
  };
  const states = [...countriesIn(locale), kosovo].toSorted((a, b) => compare(a.name, b.name));
  const list = [...states, ...codes.map(code => ({ code, name: others[locale][code] }))];
  lists.set(locale, list);
  return list;
}
