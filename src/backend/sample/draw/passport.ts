import { td3Lines } from '../mrz/index.ts';
import type { DrawnDocument } from './documents.ts';
import { drawable } from './fonts.ts';
import { mrzHolderOf, printedDate, slugOf, type Identity } from './identity.ts';
import { commonPlaces, drawMrz, falsified, namePlaces } from './mrz-band.ts';
import { renderPicture } from './render.ts';
import type { Sheet } from './sheet.ts';

/** The data page of a passport, 125 × 88 mm (ICAO 9303-4) at ten pixels a millimetre. */
const width = 1250;
const height = 880;

function draw(sheet: Sheet, identity: Identity): void {
  const { ctx } = sheet;
  const { person } = identity;
  ctx.fillStyle = '#e6efee';
  ctx.fillRect(0, 0, width, height);
  sheet.text(person.country.issuer, 60, 90, { size: 34, maxWidth: 700, family: 'serif' });
  sheet.text('SPECIMEN', 900, 120, { size: 50, weight: 700, color: '#b0505b' });
  const name = (label: string, y: number, field: string, native: string, latin: string): void => {
    sheet.text(label, 420, y, { size: 18, color: '#5b6b70' });
    const shown = native === latin ? latin : `${native} / ${latin}`;
    sheet.text(shown.toUpperCase(), 420, y + 36, {
      size: 32,
      weight: 600,
      maxWidth: 760,
      reads: { field, value: latin },
    });
  };
  const { lastName, firstName, middleName } = person;
  name('Surname', 180, 'lastName', drawable(lastName), lastName.latin);
  name(
    'Given names',
    260,
    'firstName',
    drawable(firstName),
    [firstName, middleName].flatMap(part => (part ? [part.latin] : [])).join(' '),
  );
  const plain = (label: string, x: number, y: number, field: string, text: string, value: string): void => {
    sheet.text(label, x, y, { size: 18, color: '#5b6b70' });
    sheet.text(text, x, y + 36, { size: 32, weight: 600, reads: { field, value } });
  };
  plain('Date of birth', 420, 340, 'dateOfBirth', printedDate(person.dateOfBirth), person.dateOfBirth);
  plain('Nationality', 820, 340, 'nationality', person.country.code, person.country.code);
  plain('Date of expiry', 420, 420, 'idExpiry', printedDate(identity.expiresOn), identity.expiresOn);
  plain('Document no.', 820, 420, 'idNumber', person.documentNumber, person.documentNumber);
  const [first, second] = td3Lines(mrzHolderOf(identity));
  const lines = [first, identity.badCheckDigit ? falsified(second, 9) : second];
  drawMrz(sheet, lines, { x: 50, y: 760, size: 40, pitch: 26, leading: 64 }, [
    ...namePlaces(first, 0, 5),
    ...commonPlaces(identity, { number: [1, 0], nationality: [1, 10], birth: [1, 13], expiry: [1, 21] }),
  ]);
}

export function drawPassport(
  identity: Identity,
  type: 'passport' | 'director_id' = 'passport',
): DrawnDocument {
  const rendered = renderPicture({ width, height, ...identity.picture }, sheet => draw(sheet, identity));
  const extension = identity.picture.format === 'png' ? 'png' : 'jpg';
  return {
    ...rendered,
    type,
    side: 'front',
    filename: `passport-${slugOf(identity.person)}.${extension}`,
    expiresOn: identity.expiresOn,
  };
}
