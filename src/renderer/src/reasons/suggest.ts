import { reasonOf, type DocumentType } from '../../../shared/domain/index.ts';
import type { CaseItem } from '../../../shared/ipc/index.ts';

/** How many reasons are offered beside an item; the rest is one click away. */
const most = 4;

const photoReasons = [
  'badDocument.expired',
  'imageQuality.unreadable',
  'imageQuality.cropped',
  'badDocument.copyOrScreenshot',
];
const paperReasons = [
  'badDocument.missingPage',
  'badDocument.incomplete',
  'imageQuality.unreadable',
  'badDocument.wrongType',
];
const addressReasons = [
  'proofOfAddress.tooOld',
  'proofOfAddress.issuerNotAccepted',
  'dataMismatch.address',
  'dataMismatch.fullName',
];

const byDocument: Partial<Record<DocumentType, readonly string[]>> = {
  passport: photoReasons,
  national_id: ['badDocument.expired', 'badDocument.missingBackSide', 'imageQuality.unreadable', 'imageQuality.cropped'],
  driving_licence: photoReasons,
  residence_permit: photoReasons,
  director_id: photoReasons,
  selfie: ['selfie.faceMismatch', 'selfie.faceNotVisible', 'selfie.notLive', 'imageQuality.blurry'],
  proof_of_address: addressReasons,
  utility_bill: addressReasons,
  proof_of_business_address: addressReasons,
  bank_statement: ['badDocument.missingPage', 'dataMismatch.fullName', 'badDocument.incomplete', 'imageQuality.unreadable'],
  shareholder_register: ['ownership.totalNot100', 'ownership.beneficialOwnerMissing', 'ownership.structureUnclear', 'badDocument.incomplete'],
  certificate_of_incorporation: ['dataMismatch.registrationNumber', 'badDocument.incomplete', 'imageQuality.unreadable', 'badDocument.wrongType'],
}; // prettier-ignore

const byField: readonly (readonly [pattern: RegExp, reasons: readonly string[]])[] = [
  [/name$/i, ['dataMismatch.fullName', 'dataMismatch.crossDocument']],
  [/^dateOfBirth$/, ['dataMismatch.dateOfBirth', 'compliance.underAge']],
  [/^nationality$/, ['dataMismatch.nationality', 'compliance.highRiskJurisdiction']],
  [/country$|^incorporationCountry$/i, ['compliance.highRiskJurisdiction', 'dataMismatch.address']],
  [/^idNumber$/, ['dataMismatch.idNumber', 'imageQuality.unreadable']],
  [/^idExpiry$/, ['badDocument.expired', 'dataMismatch.crossDocument']],
  [/address\./i, ['dataMismatch.address', 'proofOfAddress.addressNotVerified']],
  [/^(email|phone|website)$/, ['fraud.fakeContactData', 'compliance.duplicateAccount']],
  [/^(registrationNumber|taxNumber)$/, ['dataMismatch.registrationNumber', 'imageQuality.unreadable']],
  [/^politicallyExposed$/, ['compliance.pepNotAccepted']],
];

function usual(item: CaseItem, type: DocumentType | undefined): readonly string[] {
  switch (item.kind) {
    case 'document':
      return (type && byDocument[type]) ?? paperReasons;
    case 'documentType':
      return ['badDocument.incomplete', 'badDocument.wrongType'];
    case 'owner':
      return [
        'ownership.totalNot100',
        'ownership.beneficialOwnerMissing',
        'ownership.directorMissing',
        'ownership.structureUnclear',
      ];
    case 'field':
      return byField.find(([pattern]) => pattern.test(item.key))?.[1] ?? ['dataMismatch.crossDocument'];
  }
}

/**
 * The reasons to offer for an item: what providers found comes first, then what is usual for it. Codes of findings
 * are those of reasons; others say something that no reason covers and are left out.
 */
export function suggestReasons(item: CaseItem, type?: DocumentType): readonly string[] {
  const found = item.findings.map(({ code }) => code);
  const offered = [...found, ...usual(item, type)].filter(code => reasonOf(code) !== undefined);
  return [...new Set(offered)].slice(0, most);
}
