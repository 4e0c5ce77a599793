import type { BeneficialOwner } from './customer.ts';

/** As many owners as a company may name. */
export const mostOwners = 200;

/** Whole hundredths of a percent: shares have up to two decimals, and sums of binary fractions drift. */
export const hundredths = (percent: number): number => Math.round(percent * 100);

/** What shares come to together, in millionths of a percent: an integrator may give more decimals than two. */
const millionthsOf = (percents: readonly number[]): number =>
  percents.reduce((sum, percent) => sum + Math.round(percent * 1e6), 0);

/** What shares come to together, in percent, to a hundredth. */
export const totalOf = (percents: readonly number[]): number =>
  hundredths(millionthsOf(percents) / 1e6) / 100;

/** Whether shares are 100 % together, to a hundredth of it all, and not of each: many would add up to anything. */
export const addsUp = (percents: readonly number[]): boolean =>
  Math.abs(millionthsOf(percents) - 100e6) <= 0.01e6;

/** From this share on, in percent, an owner is identified: by date of birth, nationality and, where a level asks, an ID. */
export const identifiedFrom = 25;

/** What is not told of an owner who has to be identified. */
export function untoldOf(owner: BeneficialOwner): readonly ('name' | 'dateOfBirth' | 'nationality')[] {
  if (owner.ownershipPercent < identifiedFrom) return [];
  return (['name', 'dateOfBirth', 'nationality'] as const).filter(key => !owner[key]?.trim());
}

/** Whether anybody directs the company: nobody else can act for it. */
export const namesDirector = (owners: readonly Pick<BeneficialOwner, 'isDirector'>[]): boolean =>
  owners.some(({ isDirector }) => isDirector);

/** How many people of a company prove who they are, where a level asks for that: directors and large owners, one at least. */
export const peopleToIdentify = (owners: readonly BeneficialOwner[]): number =>
  Math.max(
    1,
    owners.filter(({ isDirector, ownershipPercent }) => isDirector || ownershipPercent >= identifiedFrom)
      .length,
  );
