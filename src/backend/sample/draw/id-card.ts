import { td1Lines } from '../mrz/index.ts';
import type { DrawnDocument } from './documents.ts';
import { mrzHolderOf, printedDate, slugOf, type Identity } from './identity.ts';
import { commonPlaces, drawMrz, falsified, namePlaces } from './mrz-band.ts';
import { renderPicture } from './render.ts';
import type { Sheet } from './sheet.ts';

/** ID-1, 85.6 × 54 mm, at twelve pixels a millimetre. */
const width = 1027;
const height = 648;

function drawFront(sheet: Sheet, { person, expiresOn }: Identity): void {
  const { ctx } = sheet;
  ctx.fillStyle = '#e9eef5';
  ctx.fillRect(0, 0, width, height);
  sheet.text('SPECIMEN', 700, 100, { size: 44, weight: 700, color: '#b0505b' });
  const row = (y: number, field: string, text: string, value: string): void => {
    sheet.text(text, 380, y, { size: 30, weight: 600, maxWidth: 600, reads: { field, value } });
  };
  row(180, 'lastName', person.lastName.latin, person.lastName.latin);
  row(240, 'firstName', person.firstName.latin, person.firstName.latin);
  row(300, 'dateOfBirth', printedDate(person.dateOfBirth), person.dateOfBirth);
  row(360, 'nationality', person.country.code, person.country.code);
  row(420, 'idNumber', person.documentNumber, person.documentNumber);
  row(480, 'idExpiry', printedDate(expiresOn), expiresOn);
}

function drawBack(sheet: Sheet, identity: Identity): void {
  const { ctx } = sheet;
  ctx.fillStyle = '#e9eef5';
  ctx.fillRect(0, 0, width, height);
  const [first, second, third] = td1Lines(mrzHolderOf(identity));
  const lines = [identity.badCheckDigit ? falsified(first, 14) : first, second, third];
  drawMrz(sheet, lines, { x: 60, y: 460, size: 44, pitch: 30.5, leading: 62 }, [
    ...namePlaces(third, 2, 0),
    ...commonPlaces(identity, { number: [0, 5], nationality: [1, 15], birth: [1, 0], expiry: [1, 8] }),
  ]);
}

/** Both sides of an identity card; the machine-readable zone is on the back. */
export function drawIdCard(identity: Identity): readonly DrawnDocument[] {
  const { person, expiresOn, picture } = identity;
  const extension = picture.format === 'png' ? 'png' : 'jpg';
  const side = (name: 'front' | 'back', draw: typeof drawFront): DrawnDocument => ({
    ...renderPicture({ width, height, ...picture }, sheet => draw(sheet, identity)),
    type: 'national_id',
    side: name,
    filename: `id-card-${slugOf(person)}-${name}.${extension}`,
    expiresOn,
  });
  return [side('front', drawFront), side('back', drawBack)];
}
