import type { CustomerKind } from '../../shared/domain/index.ts';
import { countries, type Country } from './people/index.ts';

/** What is wrong on purpose with a case, so that tests and demonstrations can count on it. */
export const sampleDefects = [
  'badCheckDigit',
  'expired',
  'blurred',
  'nameMismatch',
  'missingPage',
  'rotatedScan',
  'ownersAt97',
] as const;
export type SampleDefect = (typeof sampleDefects)[number];

export type SampleLevelId = 'kyc-basic' | 'kyc-enhanced' | 'kyc-premium' | 'kyb-standard' | 'kyb-enhanced';

/** What case number `index` is going to be, before anything random is drawn. */
export interface CasePlan {
  readonly index: number;
  readonly kind: CustomerKind;
  readonly levelId: SampleLevelId;
  readonly country: Country;
  readonly defects: readonly SampleDefect[];
}

/** Cases repeat their kind, level and defects with this period; each defect then has a share of exactly 5 %. */
export const period = 60;

const levels: readonly SampleLevelId[] = [
  'kyc-enhanced', 'kyb-enhanced', 'kyc-enhanced', 'kyc-basic', 'kyc-premium',
  'kyc-enhanced', 'kyb-standard', 'kyc-enhanced', 'kyc-basic', 'kyc-premium',
  'kyc-enhanced', 'kyb-enhanced', 'kyc-enhanced', 'kyb-standard', 'kyc-enhanced',
  'kyc-premium', 'kyc-basic', 'kyc-enhanced', 'kyb-standard', 'kyb-enhanced',
]; // prettier-ignore

/** Which cases of a period have which defect: only where the level asks for the document that carries it. */
const slots = {
  expired: [0, 27, 52],
  badCheckDigit: [2, 35, 47],
  blurred: [5, 30, 54],
  nameMismatch: [7, 24, 57],
  missingPage: [9, 29, 44],
  rotatedScan: [12, 37, 50],
  ownersAt97: [6, 31, 59],
} as const satisfies Record<SampleDefect, readonly number[]>;

export function planOf(index: number): CasePlan {
  const levelId = levels[index % levels.length];
  const country = countries[index % countries.length];
  if (levelId === undefined || country === undefined) throw new Error('a plan needs levels and countries');
  return {
    index,
    kind: levelId.startsWith('kyb') ? 'business' : 'individual',
    levelId,
    country,
    defects: sampleDefects.filter(defect => slots[defect].some(slot => slot === index % period)),
  };
}
