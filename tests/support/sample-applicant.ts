import { createBackdrops } from '../../src/backend/sample/draw/backdrops.ts';
import type { DrawnDocument } from '../../src/backend/sample/draw/documents.ts';
import { drawPassport } from '../../src/backend/sample/draw/passport.ts';
import { drawUtilityBill } from '../../src/backend/sample/draw/paper/index.ts';
import { drawSelfie } from '../../src/backend/sample/draw/selfie.ts';
import { countryOf, personOf } from '../../src/backend/sample/people/index.ts';
import { randomOf } from '../../src/backend/sample/random.ts';

/** A file as somebody sends it. */
export type Paper = Pick<DrawnDocument, 'bytes' | 'filename' | 'mime'>;

/** Somebody with real-looking papers, and what they write into the fields of KYC Enhanced. */
export interface SampleApplicant {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly passport: Paper;
  /** The same passport as a hand that shook photographs it. */
  readonly blurredPassport: Paper;
  readonly bill: Paper;
  readonly selfie: Paper;
}

/** Whoever a seed draws, born before 2008; the bill is some weeks old at `now`, the passport valid for years. */
export function sampleApplicant(seed: string, now: number): SampleApplicant {
  const country = countryOf('DEU');
  const { middleName: _, ...person } = personOf(country, randomOf(seed, 'person'), Date.UTC(2026, 0, 1));
  const { firstName, lastName, address } = person;
  const backdrops = createBackdrops();
  const year = new Date(now).getUTCFullYear();
  const passport = (blur: number): Paper =>
    drawPassport(
      {
        person,
        issuedOn: `${year - 4}-05-18`,
        expiresOn: `${year + 6}-05-17`,
        badCheckDigit: false,
        picture: { format: 'jpeg', turned: false, blur },
      },
      backdrops,
    );
  const to = {
    name: [
      { field: 'firstName', text: firstName.native },
      { field: 'lastName', text: lastName.native },
    ],
    address,
    country,
    prefix: 'address' as const,
  };
  return {
    name: `${firstName.native} ${lastName.native}`,
    fields: {
      firstName: firstName.native,
      lastName: lastName.native,
      dateOfBirth: person.dateOfBirth,
      nationality: country.code,
      countryOfResidence: country.code,
      email: person.email,
      phone: person.phone,
      'address.line1': address.line1,
      'address.city': address.city,
      'address.postalCode': address.postalCode,
      'address.country': address.country,
      idType: 'passport',
      idNumber: person.documentNumber,
      idExpiry: `${year + 6}-05-17`,
    },
    passport: passport(0),
    blurredPassport: { ...passport(6), filename: 'passport-in-a-hurry.jpg' },
    bill: drawUtilityBill(to, { random: randomOf(seed, 'bill'), now }, 'utility_bill'),
    selfie: drawSelfie(person, backdrops),
  };
}
