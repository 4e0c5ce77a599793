import { z } from '../zod.ts';

/** How a reason usually ends: the analyst still decides. */
export type ReasonEnding = 'retry' | 'final';

export interface Reason {
  readonly code: string;
  readonly group: ReasonGroup;
  readonly label: string;
  /** What the customer reads; complete sentences, no blame, says what to do. */
  readonly sentence: string;
  readonly ending: ReasonEnding;
}

export const reasonGroups = {
  badDocument: 'Document',
  imageQuality: 'Image quality',
  dataMismatch: 'Data does not match',
  proofOfAddress: 'Proof of address',
  selfie: 'Selfie',
  ownership: 'Ownership',
  compliance: 'Compliance',
  fraud: 'Fraud',
  identity: 'Identity',
} as const;
export type ReasonGroup = keyof typeof reasonGroups;

type Row = readonly [reason: string, label: string, sentence: string, ending?: ReasonEnding];

const cannotContinue = 'We are unable to continue with your verification.';

const table = {
  badDocument: [
    ['expired', 'Document expired', 'The document has expired. Please send one that is still valid.'],
    ['damaged', 'Damaged', 'The document is damaged. Please send one that is whole.'],
    ['missingPage', 'Page missing', 'A page of the document is missing. Please send all pages.'],
    ['missingBackSide', 'Back side missing', 'The back of the document is missing. Please send both sides.'],
    ['incomplete', 'Incomplete', 'The document is incomplete. Please send the whole document.'],
    [
      'wrongType',
      'Wrong type of document',
      'This is not the kind of document that we asked for. Please send the one named in the request.',
    ],
    [
      'notADocument',
      'Not a document',
      'What we received is not a document. Please send the one named in the request.',
    ],
    [
      'unsupportedLanguage',
      'Language not supported',
      'We cannot read the language of the document. Please send a certified translation.',
    ],
    [
      'passwordProtected',
      'Protected by a password',
      'The file is protected by a password. Please send it without one.',
    ],
    [
      'copyOrScreenshot',
      'Copy or screenshot',
      'We need a photo of the original document, not a copy or a screenshot.',
    ],
    ['blackAndWhite', 'Black and white', 'The picture is black and white. Please send one in colour.'],
    ['digitallyEdited', 'Digitally edited', cannotContinue, 'final'],
  ],
  imageQuality: [
    ['blurry', 'Blurry', 'The picture is blurred. Please take a sharp one.'],
    ['glare', 'Glare', 'A reflection covers part of the picture. Please take one without glare.'],
    ['cropped', 'Cut off', 'Part of the document is cut off. Please show all four corners.'],
    ['tooDark', 'Too dark', 'The picture is too dark. Please take one in good light.'],
    ['unreadable', 'Unreadable', 'The document cannot be read. Please send a clearer picture.'],
    [
      'tooLarge',
      'More than 50 megapixels',
      'The picture has more than 50 megapixels, which is too many. Please take it with a lower resolution.',
    ],
  ],
  dataMismatch: [
    [
      'fullName',
      'Name does not match',
      'The name that you gave is not the one on your document. Please correct it or send a document that shows it.',
    ],
    [
      'dateOfBirth',
      'Date of birth does not match',
      'The date of birth that you gave is not the one on your document. Please correct it.',
    ],
    [
      'idNumber',
      'Document number does not match',
      'The document number that you gave is not the one on your document. Please correct it.',
    ],
    [
      'nationality',
      'Nationality does not match',
      'The nationality that you gave is not the one on your document. Please correct it.',
    ],
    [
      'address',
      'Address does not match',
      'The address that you gave is not the one on your document. Please correct it or send another proof.',
    ],
    [
      'ownershipTotal',
      'Ownership total is wrong',
      'The shares of the owners do not add up to 100 %. Please check them.',
    ],
    [
      'registrationNumber',
      'Registration number does not match',
      'The registration number that you gave is not the one on the certificate. Please correct it.',
    ],
    [
      'crossDocument',
      'Documents contradict each other',
      'Your documents do not agree with each other. Please send documents that show the same data.',
    ],
    [
      'otherOnDocument',
      'Document says otherwise',
      'What you gave here is not what your document says. Please correct it or send a document that shows it.',
    ],
    ['form', 'Does not look right', 'What you gave here does not look right. Please check it.'],
  ],
  proofOfAddress: [
    ['tooOld', 'Too old', 'The proof of address is older than 90 days. Please send a recent one.'],
    [
      'issuerNotAccepted',
      'Issuer not accepted',
      'We cannot accept a proof of address from this issuer. Please send a utility bill or a bank statement.',
    ],
    [
      'addressNotVerified',
      'Address not verified',
      'We could not confirm your address with this document. Please send another one.',
    ],
    ['listOfCountries', 'Country not on the list', 'We cannot accept a proof of address from this country.'],
  ],
  selfie: [
    [
      'faceMismatch',
      'Face does not match',
      'The selfie and the photo on the document differ. Please take a new selfie.',
    ],
    [
      'faceNotVisible',
      'Face not visible',
      'Your face cannot be seen clearly. Please take a selfie without anything covering it.',
    ],
    ['notLive', 'Not live', 'Please take the selfie yourself, in one go, not from a picture or screen.'],
    ['thirdPartyInvolved', 'Someone else involved', 'Please take the selfie alone and on your own.'],
  ],
  ownership: [
    [
      'beneficialOwnerMissing',
      'Beneficial owner missing',
      'A beneficial owner is missing. Please name everybody who owns 25 % or more.',
    ],
    [
      'totalNot100',
      'Owners do not add up',
      'The shares of the owners do not add up to 100 %. Please check them.',
    ],
    [
      'structureUnclear',
      'Structure unclear',
      'We could not follow who owns the company. Please send a chart of the ownership.',
    ],
    [
      'ownerNotIdentified',
      'Owner not identified',
      'The date of birth or the nationality of an owner is missing. Please give both.',
    ],
    [
      'directorMissing',
      'Director missing',
      'No director of the company is named. Please name every director, also those who own nothing of it.',
    ],
  ],
  compliance: [
    ['sanctionsMatch', 'Sanctions match', cannotContinue, 'final'],
    ['watchlistMatch', 'Watchlist match', cannotContinue, 'final'],
    ['pepNotAccepted', 'Politically exposed, not accepted', cannotContinue, 'final'],
    ['adverseMedia', 'Adverse media', cannotContinue, 'final'],
    ['highRiskJurisdiction', 'High-risk jurisdiction', cannotContinue, 'final'],
    ['underAge', 'Under age', 'You must be of age to use this service.', 'final'],
    ['policyViolation', 'Policy violation', cannotContinue, 'final'],
    // Whoever holds somebody's papers is not told that they are a customer.
    ['duplicateAccount', 'Duplicate account', cannotContinue, 'final'],
  ],
  fraud: [
    ['documentForgery', 'Document forgery', cannotContinue, 'final'],
    ['stolenIdentity', 'Stolen identity', cannotContinue, 'final'],
    ['fakeContactData', 'Fake contact data', cannotContinue, 'final'],
    ['imageManipulation', 'Image manipulation', cannotContinue, 'final'],
    ['multiAccounting', 'Several accounts', cannotContinue, 'final'],
    ['fraudulentPattern', 'Fraudulent pattern', cannotContinue, 'final'],
  ],
  identity: [['couldNotBeVerified', 'Could not be verified', 'We could not verify your identity.', 'final']],
} as const satisfies Record<ReasonGroup, readonly Row[]>;

const groups = Object.entries(table) as readonly (readonly [ReasonGroup, readonly Row[]])[];

/** Every reason, in the order in which an analyst sees them. */
export const reasons: readonly Reason[] = groups.flatMap(([group, rows]) =>
  rows.map(([reason, label, sentence, ending = 'retry']) => ({
    code: `${group}.${reason}`,
    group,
    label,
    sentence,
    ending,
  })),
);

const byCode = new Map(reasons.map(reason => [reason.code, reason]));

/** The reason with this code, or undefined for a code this version does not know (a newer backend may). */
export const reasonOf = (code: string): Reason | undefined => byCode.get(code);

export const reasonCodeSchema = z.string().refine(code => byCode.has(code), { error: 'not a known reason' });
