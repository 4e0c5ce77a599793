import type { Imported } from '../../customers/index.ts';
import { z } from '../../../shared/zod.ts';

const text = z.string().max(1000).nullish();

/** What is used of an applicant as Sumsub's API gives it; everything else is passed over. */
export const applicantSchema = z.object({
  id: z.string().min(1).max(200),
  email: text,
  phone: text,
  info: z
    .object({
      firstName: text,
      middleName: text,
      lastName: text,
      dob: text,
      gender: text,
      nationality: text,
      country: text,
      phone: text,
      addresses: z
        .array(
          z.object({ street: text, subStreet: text, town: text, state: text, postCode: text, country: text }),
        )
        .nullish(),
      companyInfo: z
        .object({
          companyName: text,
          registrationNumber: text,
          country: text,
          incorporatedOn: text,
          type: text,
        })
        .nullish(),
    })
    .nullish(),
  review: z
    .object({
      reviewStatus: text,
      reviewResult: z.object({ reviewAnswer: text, reviewRejectType: text }).nullish(),
    })
    .nullish(),
});
type Applicant = z.output<typeof applicantSchema>;

const genders: ReadonlyMap<string, string> = new Map([
  ['M', 'male'],
  ['F', 'female'],
  ['X', 'other'],
]);

function fieldsOf({ info, email, phone }: Applicant): Readonly<Record<string, string>> {
  const [address] = info?.addresses ?? [];
  const company = info?.companyInfo;
  const told = {
    firstName: info?.firstName,
    middleName: info?.middleName,
    lastName: info?.lastName,
    dateOfBirth: info?.dob?.slice(0, 10),
    gender: genders.get(info?.gender ?? ''),
    nationality: info?.nationality,
    countryOfResidence: info?.country,
    email,
    phone: phone ?? info?.phone,
    'address.line1': address?.street,
    'address.line2': address?.subStreet,
    'address.city': address?.town,
    'address.region': address?.state,
    'address.postalCode': address?.postCode,
    'address.country': address?.country,
    legalName: company?.companyName,
    registrationNumber: company?.registrationNumber,
    incorporationCountry: company?.country,
    incorporationDate: company?.incorporatedOn?.slice(0, 10),
    legalForm: company?.type,
  };
  return Object.fromEntries(Object.entries(told).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

function outcomeOf({ review }: Applicant): Imported['outcome'] {
  const finding = (code: string, message: string) => [{ code, message }];
  const unfinished = {
    state: 'rfi',
    findings: finding('sumsub.unfinished', 'Sumsub has not finished its review.'),
  } as const;
  switch (review?.reviewResult?.reviewAnswer) {
    case 'GREEN':
      // A review that was opened again still shows how it ended before.
      return review.reviewStatus === 'completed' ? { state: 'clear', findings: [] } : unfinished;
    case 'RED':
      return review.reviewResult.reviewRejectType === 'FINAL'
        ? { state: 'alert', findings: finding('sumsub.rejected', 'Sumsub rejected the applicant for good.') }
        : {
            state: 'rfi',
            findings: finding('sumsub.resubmission', 'Sumsub asks the applicant to try again.'),
          };
    default:
      return unfinished;
  }
}

/** What an applicant of Sumsub's brings to a case. */
export const importedFrom = (applicant: Applicant): Imported => ({
  source: 'sumsub',
  fields: fieldsOf(applicant),
  outcome: outcomeOf(applicant),
});
