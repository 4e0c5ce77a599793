import { transliterate } from '../mrz/index.ts';
import type { Address, Business, Country } from '../people/index.ts';
import type { Random } from '../random.ts';
import type { DrawnDocument } from './documents.ts';
import { a4, renderPdf } from './render.ts';
import type { Sheet } from './sheet.ts';

/** Somebody's name and address, as the head of a letter shows them. */
export interface Addressee {
  readonly name: string;
  readonly address: Address;
  readonly country: Country;
  /** Prefix of the fields that the address is read into: `address` or `registeredAddress`. */
  readonly prefix: 'address' | 'registeredAddress';
  /** What is read from the name: field and value. */
  readonly names: readonly (readonly [field: string, value: string])[];
}

function drawAddressee(sheet: Sheet, to: Addressee, x: number, y: number): void {
  for (const [field, value] of to.names) sheet.note({ field, value }, x, y - 11, 200, 15);
  sheet.text(to.name, x, y, { size: 11, weight: 600, maxWidth: 260 });
  sheet.text(to.address.line1, x, y + 16, {
    size: 11,
    reads: { field: `${to.prefix}.line1`, value: to.address.line1 },
  });
  const code = sheet.text(to.address.postalCode, x, y + 32, {
    size: 11,
    reads: { field: `${to.prefix}.postalCode`, value: to.address.postalCode },
  });
  sheet.text(to.address.city, x + code + 5, y + 32, {
    size: 11,
    reads: { field: `${to.prefix}.city`, value: to.address.city },
  });
}

function page(sheet: Sheet, title: string, number: number, total: number): void {
  sheet.ctx.fillStyle = '#ffffff';
  sheet.ctx.fillRect(0, 0, a4.width, a4.height);
  sheet.text(title, 56, 80, { size: 20, weight: 700 });
  sheet.text('SPECIMEN', 420, 80, { size: 22, weight: 700, color: '#b0505b' });
  sheet.text(`Page ${number} of ${total}`, 540, 810, { size: 9, align: 'right' });
}

const fileOf = (what: string, whose: string, country: Country): string =>
  `${what}-${whose.slice(0, 24)}-${country.code}`.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-') + '.pdf';

export function drawUtilityBill(
  to: Addressee,
  random: Random,
  type: 'utility_bill' | 'proof_of_business_address',
): DrawnDocument {
  const total = random.int(1, 3);
  const pages = Array.from({ length: total }, (_, index) => (sheet: Sheet) => {
    page(sheet, 'Utility bill', index + 1, total);
    if (index === 0) drawAddressee(sheet, to, 56, 150);
  });
  return { ...renderPdf('Utility bill', pages), type, filename: fileOf('utility-bill', to.name, to.country) };
}

export function drawBankStatement(to: Addressee, random: Random, missingPage: boolean): DrawnDocument {
  const total = random.int(3, 12);
  const gone = missingPage ? random.int(2, total) : 0;
  const numbers = Array.from({ length: total }, (_, index) => index + 1).filter(number => number !== gone);
  const pages = numbers.map(number => (sheet: Sheet) => {
    page(sheet, 'Bank statement', number, total);
    if (number === 1) drawAddressee(sheet, to, 56, 150);
  });
  return {
    ...renderPdf('Bank statement', pages),
    type: 'bank_statement',
    filename: fileOf('statement', to.name, to.country),
  };
}

export function drawFundsLetter(to: Addressee, random: Random): DrawnDocument {
  const pages = Array.from({ length: random.int(1, 2) }, (_, index) => (sheet: Sheet) => {
    page(sheet, 'Confirmation of employment', index + 1, 1);
    if (index === 0) drawAddressee(sheet, to, 56, 150);
  });
  return {
    ...renderPdf('Confirmation', pages),
    type: 'source_of_funds',
    filename: fileOf('source-of-funds', to.name, to.country),
  };
}

export function drawCertificate(business: Business, random: Random): DrawnDocument {
  const total = random.int(1, 3);
  const pages = Array.from({ length: total }, (_, index) => (sheet: Sheet) => {
    page(sheet, 'Certificate of incorporation', index + 1, total);
    if (index > 0) return;
    const row = (y: number, field: string, value: string): void => {
      sheet.text(value, 56, y, { size: 14, maxWidth: 480, reads: { field, value } });
    };
    row(200, 'legalName', business.legalName);
    row(230, 'registrationNumber', business.registrationNumber);
    row(260, 'incorporationDate', business.incorporatedOn);
    row(290, 'legalForm', business.legalForm);
  });
  return {
    ...renderPdf('Certificate', pages),
    type: 'certificate_of_incorporation',
    filename: fileOf('certificate', business.legalName, business.country),
  };
}

export function drawRegister(business: Business, random: Random): DrawnDocument {
  const total = random.int(1, 2);
  const pages = Array.from({ length: total }, (_, index) => (sheet: Sheet) => {
    page(sheet, 'Register of shareholders', index + 1, total);
    if (index > 0) return;
    business.owners.forEach(({ person, percent }, row) => {
      sheet.text(
        `${transliterate(person.lastName.latin, person.country.code)}  ${percent} %`,
        56,
        200 + row * 24,
        { size: 12 },
      );
    });
  });
  return {
    ...renderPdf('Register', pages),
    type: 'shareholder_register',
    filename: fileOf('register', business.legalName, business.country),
  };
}
