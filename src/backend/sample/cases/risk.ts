import { riskBandOf, type Risk } from '../../../shared/domain/index.ts';
import type { SampleDefect } from '../plan.ts';
import type { Random } from '../random.ts';

type Factor = Risk['factors'][number];

const severity = {
  badCheckDigit: [0.9, 'A check digit of the machine-readable zone is wrong.'],
  expired: [0.45, 'The photo ID has expired.'],
  blurred: [0.3, 'The photo ID is too blurred to be read with certainty.'],
  nameMismatch: [0.7, 'Two documents show different names.'],
  missingPage: [0.35, 'A page of the bank statement is missing.'],
  rotatedScan: [0.05, 'The photo ID was scanned sideways.'],
  ownersAt97: [0.5, 'The owners add up to 97 %.'],
} as const satisfies Record<SampleDefect, readonly [number, string]>;

const factor = (code: string, weight: number, degree: number, evidence: string): Factor => ({
  code,
  weight,
  contribution: Math.round(weight * degree),
  evidence,
});

/** The explained score: four factors whose weights add up to 100, each contributing a part of its weight. */
export function riskOf(
  facts: { readonly defects: readonly SampleDefect[]; readonly hits: number; readonly crossBorder: boolean },
  random: Random,
): Risk {
  const documents = facts.defects.map(defect => severity[defect]);
  const worst = Math.max(0, ...documents.map(([degree]) => degree));
  const quick = random.int(2, 40);
  const shared = random.chance(0.04);
  const factors = [
    factor(
      'geography',
      25,
      facts.crossBorder ? 0.5 : random.next() * 0.25,
      facts.crossBorder
        ? 'Lives in another country than that of the nationality.'
        : 'Residence and nationality agree.',
    ),
    factor(
      'documentAuthenticity',
      35,
      worst,
      documents.length > 0
        ? documents.map(([, evidence]) => evidence).join(' ')
        : 'Nothing was found on the documents.',
    ),
    factor(
      'behaviour',
      15,
      shared ? 0.9 : quick / 100,
      shared
        ? 'The telephone number occurs in two other cases.'
        : `The form was filled in within ${quick} minutes.`,
    ),
    factor(
      'screening',
      25,
      facts.hits > 0 ? 0.8 : 0,
      facts.hits > 0 ? `${facts.hits} possible match on a watchlist.` : 'No match on any watchlist.',
    ),
  ];
  const score = Math.min(
    100,
    factors.reduce((sum, { contribution }) => sum + contribution, 0),
  );
  return { score, band: riskBandOf(score), factors };
}
