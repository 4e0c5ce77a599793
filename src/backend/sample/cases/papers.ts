import {
  drawBankStatement,
  drawCertificate,
  drawFundsLetter,
  drawRegister,
  drawUtilityBill,
  type Addressee,
} from '../draw/paper/index.ts';
import type { Backdrops } from '../draw/backdrops.ts';
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

/** What drawing needs beside the subject. */
export interface DrawingDesk {
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly backdrops: Backdrops;
}

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
      format: random.chance(0.12) ? 'png' : 'jpeg',
      turned: defects.includes('rotatedScan'),
      blur: defects.includes('blurred') ? random.int(5, 7) : 0,
    },
  };
}

function addresseeOf(person: Person, lastName = person.lastName): Addressee {
  const parts = [
    { field: 'firstName', text: drawable(person.firstName) },
    { field: 'lastName', text: drawable(lastName) },
  ];
  return {
    name: person.country.familyFirst ? parts.toReversed() : parts,
    address: person.address,
    country: person.country,
    prefix: 'address',
  };
}

function individualPapers(
  subject: Extract<Subject, { kind: 'individual' }>,
  plan: CasePlan,
  desk: DrawingDesk,
): readonly DrawnDocument[] {
  if (plan.levelId === 'kyc-basic') return [];
  const { person } = subject;
  const { random, now, backdrops } = desk;
  const identity = identityOf(person, subject.validity, plan.defects, random);
  const photoId =
    subject.photoId === 'passport' ? [drawPassport(identity, backdrops)] : drawIdCard(identity, backdrops);
  // The bill of a case with two names is in that of somebody else of the same country.
  const stranger = plan.defects.includes('nameMismatch') ? anotherName(person, random, now) : person.lastName;
  const enhanced = [
    ...photoId,
    drawSelfie(person, backdrops),
    drawUtilityBill(addresseeOf(person, stranger), desk, 'utility_bill'),
  ];
  if (plan.levelId !== 'kyc-premium') return enhanced;
  return [
    ...enhanced,
    drawBankStatement(addresseeOf(person), desk, plan.defects.includes('missingPage')),
    drawFundsLetter(addresseeOf(person), person.occupation, desk),
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
  desk: DrawingDesk,
): readonly DrawnDocument[] {
  const standard = [drawCertificate(business, desk), drawRegister(business, desk)];
  if (plan.levelId !== 'kyb-enhanced') return standard;
  const to: Addressee = {
    name: [{ field: 'legalName', text: business.legalName }],
    address: business.address,
    country: business.country,
    prefix: 'registeredAddress',
  };
  const director = business.owners.find(({ isDirector }) => isDirector)?.person;
  if (director === undefined) throw new Error('a business has at least one director');
  return [
    ...standard,
    drawUtilityBill(to, desk, 'proof_of_business_address'),
    drawPassport(identityOf(director, validity, plan.defects, desk.random), desk.backdrops, 'director_id'),
  ];
}

/** Draws every document that the level asks this subject for, with the planned defects. */
export const drawPapers = (subject: Subject, plan: CasePlan, desk: DrawingDesk): readonly DrawnDocument[] =>
  subject.kind === 'individual' ? individualPapers(subject, plan, desk) : businessPapers(subject, plan, desk);
