import { countryName, riskBandOf, type Risk } from '../../shared/domain/index.ts';
import { countryLists } from './country-lists.ts';

/** What the score is made from: gathered beforehand, so that the same facts always give the same score. */
export interface RiskFacts {
  /** ISO 3166-1 alpha-3 (or MRZ) codes of every country in the case. */
  readonly countries: readonly string[];
  /** Whether one is at home in another country than that of the nationality or the registration. */
  readonly crossBorder: boolean;
  /** Codes of what providers found wrong, each with how they ended. */
  readonly findings: readonly { readonly code: string; readonly state: 'rfi' | 'alert' }[];
  /** Other customers of the tenant with the same e-mail address, telephone number or device. */
  readonly sharing: number;
  /** Those of them that came within 24 hours of this one. */
  readonly recent: number;
  /** Scores (0–100) of the screening's hits that nobody dismissed; a confirmed match is 100. */
  readonly hits: readonly number[];
  readonly politicallyExposed: boolean;
}

type ScreeningFacts = Pick<RiskFacts, 'hits' | 'politicallyExposed'>;

type Factor = Risk['factors'][number];

/** What a factor can contribute at most; together 100. */
export const weights = { geography: 25, documentAuthenticity: 30, behaviour: 15, screening: 30 } as const;

interface Sign {
  /** 0 to 1. */
  readonly degree: number;
  readonly evidence: string;
}

function factor(
  code: keyof typeof weights,
  signs: readonly Sign[],
  nothing: string,
  weight: number = weights[code],
): Factor {
  const found = signs.filter(({ degree }) => degree > 0);
  // Independent signs strengthen each other, and never reach more than the whole weight.
  const degree = 1 - found.reduce((rest, sign) => rest * (1 - sign.degree), 1);
  const evidence = [...new Set(found.map(sign => sign.evidence))].join(' ') || nothing;
  return { code, weight, contribution: Math.round(weight * degree), evidence };
}

const notStated: ReadonlySet<string> = new Set(['XXA', 'XXB', 'XXC', 'XXX']);

function geography({ countries, crossBorder }: RiskFacts): Factor {
  const distinct = [...new Set(countries)].toSorted();
  const listed = countryLists.flatMap(({ name, source, date, degree, countries: members }) =>
    distinct
      .filter(country => members.includes(country))
      .map(country => ({ degree, evidence: `${countryName(country)}: ${name} (${source}, ${date}).` })),
  );
  const unknown = distinct.some(country => notStated.has(country))
    ? [{ degree: 0.3, evidence: 'No nationality is stated.' }]
    : [];
  const abroad = crossBorder ? [{ degree: 0.12, evidence: 'At home in another country.' }] : [];
  return factor('geography', [...listed, ...unknown, ...abroad], 'No country of the case is on a list.');
}

/** How much a finding says against the documents, by the beginning of its code; the first that fits counts. */
const severities: readonly (readonly [prefix: string, degree: number])[] = [
  ['fraud.', 1],
  ['badDocument.digitallyEdited', 1],
  ['compliance.duplicateAccount', 0.9],
  ['dataMismatch.', 0.6],
  ['selfie.', 0.6],
  ['badDocument.expired', 0.4],
  ['ownership.', 0.4],
  ['badDocument.', 0.3],
  ['imageQuality.', 0.3],
  ['proofOfAddress.', 0.2],
];

/** What is told elsewhere (the screening) or says nothing about documents. */
const elsewhere = /^(compliance\.(?!duplicateAccount)|provider\.|screening\.)/;

function documentAuthenticity({ findings }: RiskFacts): Factor {
  const signs = findings
    .filter(({ code }) => !elsewhere.test(code))
    .map(({ code, state }) => {
      const known = severities.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 0.2;
      return { degree: state === 'alert' ? Math.max(known, 0.7) : known, evidence: `${code}.` };
    });
  return factor('documentAuthenticity', signs, 'Nothing was found against documents and data.');
}

function behaviour({ sharing, recent }: RiskFacts): Factor {
  const others = sharing === 1 ? 'one other customer' : `${sharing} other customers`;
  const shared = sharing === 0 ? 0 : Math.min(0.8, 0.2 + 0.2 * sharing);
  const velocity = recent < 2 ? 0 : Math.min(1, 0.25 * recent);
  const signs = [
    { degree: shared, evidence: `Shares an e-mail address, telephone number or device with ${others}.` },
    { degree: velocity, evidence: `${recent} of them came within 24 hours of this one.` },
  ];
  return factor('behaviour', signs, 'No contact or device is shared with other customers.');
}

function screening({ hits, politicallyExposed }: ScreeningFacts, weight: number = weights.screening): Factor {
  const best = Math.max(0, ...hits);
  const matches = hits.length === 1 ? 'One possible match' : `${hits.length} possible matches`;
  const signs = [
    { degree: best / 100, evidence: `${matches} on a watchlist, the best with a score of ${best}.` },
    { degree: politicallyExposed ? 0.5 : 0, evidence: 'Declared to be politically exposed.' },
  ];
  return factor('screening', signs, 'No match on any watchlist.', weight);
}

function sumOf(factors: Risk['factors']): Risk {
  const score = factors.reduce((sum, { contribution }) => sum + contribution, 0);
  return { score, band: riskBandOf(score), factors };
}

/** The explained score of a case, 0 to 100: the sum of what its factors contribute, each with its evidence. */
export const scoreRisk = (facts: RiskFacts): Risk =>
  sumOf([geography(facts), documentAuthenticity(facts), behaviour(facts), screening(facts)]);

/** The score once people marked hits: what was found beside the screening stands, and what has no score yet. */
export const screenedAnew = (risk: Risk, facts: ScreeningFacts): Risk =>
  risk.factors.some(({ code }) => code === 'screening')
    ? sumOf(risk.factors.map(one => (one.code === 'screening' ? screening(facts, one.weight) : one)))
    : risk;
