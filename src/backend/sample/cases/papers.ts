import {
  drawBankStatement,
  drawCertificate,
  drawFundsLetter,
  drawRegister,
  drawUtilityBill,
  type Addressee,
} from '../draw/paper.ts';
import type { DrawnDocument } from '../draw/documents.ts';
import { drawable } from '../draw/fonts.ts';
import { drawIdCard } from '../draw/id-card.ts';
import type { Identity } from '../draw/identity.ts';
import { drawPassport } from '../draw/passport.ts';
import { drawSelfie } from '../draw/selfie.ts';
import { personOf, type Person } from '../people/index.ts';
import type { CasePlan, SampleDefect } from '../plan.ts';
import type { Random } from '../random.ts';
import type { Validity } from './issue.ts';
import type { Subject } from './subject.ts';

function identityOf(
  person: Person,
  validity: Validity,
  defects: readonly SampleDefect[],
  random: Random,
): Identity {
  return {
    person,
    ...validity,
    badCheckDigit: defects.includes('badCheckDigit'),
    picture: {
      format: random.chance(0.3) ? 'png' : 'jpeg',
      turned: defects.includes('rotatedScan'),
      blur: defects.includes('blurred') ? random.int(5, 7) : 0,
    },
  };
}

function addresseeOf(person: Person, lastName = person.lastName): Addressee {
  const names = [drawable(person.firstName), drawable(lastName)] as const;
  return {
    name: (person.country.familyFirst ? names.toReversed() : names).join(' '),
    address: person.address,
    country: person.country,
    prefix: 'address',
    names: [
      ['firstName', names[0]],
      ['lastName', names[1]],
    ],
  };
}

function individualPapers(
  subject: Extract<Subject, { kind: 'individual' }>,
  plan: CasePlan,
  random: Random,
  now: number,
): readonly DrawnDocument[] {
  if (plan.levelId === 'kyc-basic') return [];
  const { person } = subject;
  const identity = identityOf(person, subject.validity, plan.defects, random);
  const photoId = subject.photoId === 'passport' ? [drawPassport(identity)] : drawIdCard(identity);
  // The bill of a case with two names is in that of somebody else of the same country.
  const stranger = plan.defects.includes('nameMismatch') ? anotherName(person, random, now) : person.lastName;
  const enhanced = [
    ...photoId,
    drawSelfie(person),
    drawUtilityBill(addresseeOf(person, stranger), random, 'utility_bill'),
  ];
  if (plan.levelId !== 'kyc-premium') return enhanced;
  return [
    ...enhanced,
    drawBankStatement(addresseeOf(person), random, plan.defects.includes('missingPage')),
    drawFundsLetter(addresseeOf(person), random),
  ];
}

function anotherName(person: Person, random: Random, now: number): Person['lastName'] {
  for (let round = 0; round < 50; round += 1) {
    const { lastName } = personOf(person.country, random, now);
    if (lastName.native !== person.lastName.native) return lastName;
  }
  throw new Error(`${person.country.code} has a single family name`);
}

function businessPapers(
  { business, validity }: Extract<Subject, { kind: 'business' }>,
  plan: CasePlan,
  random: Random,
): readonly DrawnDocument[] {
  const standard = [drawCertificate(business, random), drawRegister(business, random)];
  if (plan.levelId !== 'kyb-enhanced') return standard;
  const to: Addressee = {
    name: business.legalName,
    address: business.address,
    country: business.country,
    prefix: 'registeredAddress',
    names: [['legalName', business.legalName]],
  };
  const director = business.owners.find(({ isDirector }) => isDirector)?.person;
  if (director === undefined) throw new Error('a business has at least one director');
  return [
    ...standard,
    drawUtilityBill(to, random, 'proof_of_business_address'),
    drawPassport(identityOf(director, validity, plan.defects, random), 'director_id'),
  ];
}

/** Draws every document that the level asks this subject for, with the planned defects. */
export const drawPapers = (
  subject: Subject,
  plan: CasePlan,
  random: Random,
  now: number,
): readonly DrawnDocument[] =>
  subject.kind === 'individual'
    ? individualPapers(subject, plan, random, now)
    : businessPapers(subject, plan, random);
