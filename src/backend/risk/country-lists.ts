/** A published list of countries: data, with where it is from and as of when, so that an auditor can look it up. */
export interface CountryList {
  readonly code: 'callForAction' | 'increasedMonitoring';
  readonly name: string;
  readonly source: string;
  /** The day on which it was published, ISO 8601. */
  readonly date: string;
  /** How much of the weight of geography a country on it contributes, 0 to 1. */
  readonly degree: number;
  /** ISO 3166-1 alpha-3. */
  readonly countries: readonly string[];
}

/** Replaced as a whole, with its date, when the Financial Action Task Force publishes a new one (three times a year). */
export const countryLists: readonly CountryList[] = [
  {
    code: 'callForAction',
    name: 'High-risk jurisdictions subject to a call for action',
    source: 'Financial Action Task Force',
    date: '2025-10-24',
    degree: 1,
    countries: ['IRN', 'MMR', 'PRK'],
  },
  {
    code: 'increasedMonitoring',
    name: 'Jurisdictions under increased monitoring',
    source: 'Financial Action Task Force',
    date: '2025-10-24',
    degree: 0.6,
    countries: [
      'AGO', 'BGR', 'BOL', 'CIV', 'CMR', 'COD', 'DZA', 'HTI', 'KEN', 'LAO',
      'LBN', 'MCO', 'NAM', 'NPL', 'SSD', 'SYR', 'VEN', 'VGB', 'VNM', 'YEM',
    ],
  },
]; // prettier-ignore
