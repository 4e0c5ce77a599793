import type { SKRSContext2D } from '@napi-rs/canvas';
import { td3Lines } from '../mrz/index.ts';
import type { Backdrops } from './backdrops.ts';
import { drawCrest } from './crest.ts';
import { paintOnDesk } from './desk.ts';
import type { DrawnDocument } from './documents.ts';
import { faceOf } from './face.ts';
import { drawable, loadFonts } from './fonts.ts';
import { drawRosette, drawWaves } from './guilloche.ts';
import { capitals, mrzHolderOf, printedDate, slugOf, stateOnDocument, type Identity } from './identity.ts';
import { drawGhost, drawPhoto } from './id-photo.ts';
import { drawSignature, drawSpecimen } from './marks.ts';
import { commonPlaces, drawMrz, falsified, namePlaces } from './mrz-band.ts';
import { paletteOf, type Palette } from './palette.ts';
import { renderPicture } from './render.ts';
import type { Sheet, TextStyle } from './sheet.ts';

/** The data page of a passport, 125 × 88 mm (ICAO 9303-4), at ten pixels a millimetre. */
const page = { width: 1250, height: 880, margin: 40, radius: 26 } as const;
/** The picture with the desk around the page, at about 210 dots per inch. */
const size = {
  width: page.width + 2 * page.margin,
  height: page.height + 2 * page.margin,
  scale: 0.82,
} as const;
/** The machine-readable zone is the lowest 23.2 mm. */
const zone = page.height - 232;

function paintPage(ctx: SKRSContext2D, palette: Palette): void {
  const { width, height } = page;
  const gradient = ctx.createLinearGradient(0, 0, width, height);
  palette.paper.forEach((color, place) => gradient.addColorStop(place / 2, color));
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, width, height);
  const [first, second] = palette.lines;
  const wave = { opacity: 0.32, lines: 26, amplitude: 16, turns: 3.5, phase: 0.4 };
  drawWaves(ctx, { x: 0, y: 120, width, height: zone - 130 }, { ...wave, color: first });
  drawWaves(
    ctx,
    { x: 0, y: 140, width, height: zone - 170 },
    { ...wave, color: second, turns: 4.5, phase: 2.1, opacity: 0.26 },
  );
  drawRosette(ctx, { x: 905, y: 400, radius: 235 }, { color: first, opacity: 0.3, petals: 16, rings: 14 });
  drawRosette(ctx, { x: 905, y: 400, radius: 105 }, { color: second, opacity: 0.36, petals: 10, rings: 8 });
  ctx.fillStyle = 'rgba(255, 255, 255, 0.72)';
  ctx.fillRect(0, zone, width, height - zone);
  ctx.fillStyle = first;
  ctx.fillRect(0, zone, width, 1.5);
}

function drawHead(sheet: Sheet, { person }: Identity, palette: Palette): void {
  const { country } = person;
  const { covers } = loadFonts();
  const issuer = covers(country.issuer) ? country.issuer : country.name;
  const word = covers(country.passportWord) ? country.passportWord : 'Passport';
  drawCrest(sheet.ctx, country.code, { x: 118, y: 86, size: 118, color: palette.ink });
  sheet.text(capitals(issuer, country.code), 205, 76, {
    size: 31,
    weight: 600,
    color: palette.ink,
    spacing: 4,
    maxWidth: 640,
  });
  const english = word === 'Passport' || word.includes('/') ? '' : 'PASSPORT';
  const style = { size: 24, weight: 700, color: palette.ink, spacing: 3 } as const;
  sheet.text(capitals(word, country.code), 205, 118, style);
  const shown = sheet.measure(capitals(word, country.code), style);
  if (english !== '')
    sheet.text(english, 205 + shown + 26, 118, { size: 24, color: palette.label, spacing: 3 });
  sheet.ctx.fillStyle = palette.ink;
  sheet.ctx.fillRect(60, 152, page.width - 120, 2);
}

function drawFields(sheet: Sheet, identity: Identity, palette: Palette): void {
  const { person } = identity;
  const { firstName, lastName, middleName, country } = person;
  const field = (label: string, x: number, y: number, text: string, style: Partial<TextStyle> = {}): void => {
    sheet.text(label, x, y, { size: 15, color: palette.label, weight: 500 });
    sheet.text(text, x, y + 34, { size: 30, weight: 600, color: '#1a2129', maxWidth: 530, ...style });
  };
  const named = (native: string, latin: string): string =>
    native === latin
      ? capitals(latin, country.code)
      : `${capitals(native, country.code)}  ${latin.toUpperCase()}`;
  const given = [firstName, middleName].flatMap(name => (name ? [name] : []));
  const givenLatin = given.map(name => name.latin).join(' ');
  const left = 420;
  const middle = 690;
  field('Type', left, 188, 'P');
  field('Country code', left + 110, 188, stateOnDocument(country.code));
  const reads = (name: string, value: string): Pick<TextStyle, 'reads'> => ({
    reads: { field: name, value },
  });
  field('Passport No.', middle, 188, person.documentNumber, reads('idNumber', person.documentNumber));
  field('Surname', left, 262, named(drawable(lastName), lastName.latin), reads('lastName', lastName.latin));
  const names = named(given.map(drawable).join(' '), givenLatin);
  field('Given names', left, 336, names, reads('firstName', givenLatin));
  field('Nationality', left, 410, stateOnDocument(country.code), reads('nationality', country.code));
  field('Sex', middle, 410, person.gender === 'male' ? 'M' : 'F', reads('gender', person.gender));
  field(
    'Date of birth',
    left,
    484,
    printedDate(person.dateOfBirth),
    reads('dateOfBirth', person.dateOfBirth),
  );
  field('Place of birth', middle, 484, capitals(person.address.city, country.code), { maxWidth: 270 });
  field('Date of issue', left, 558, printedDate(identity.issuedOn));
  field(
    'Date of expiry',
    middle,
    558,
    printedDate(identity.expiresOn),
    reads('idExpiry', identity.expiresOn),
  );
  sheet.text("Holder's signature", 1000, 620, { size: 13, color: palette.label, weight: 500 });
  drawSignature(sheet.ctx, slugOf(person), { x: 985, y: 540, width: 190, height: 62 });
}

function drawZone(sheet: Sheet, identity: Identity): void {
  const [first, second] = td3Lines(mrzHolderOf(identity));
  const lines = [first, identity.badCheckDigit ? falsified(second, 9) : second];
  // Ten characters to the inch: 25.4 px each at ten pixels a millimetre.
  drawMrz(sheet, lines, { x: 66, y: zone + 96, size: 37, pitch: 25.4, leading: 66 }, [
    ...namePlaces(first, 0, 5),
    ...commonPlaces(identity, { number: [1, 0], nationality: [1, 10], birth: [1, 13], expiry: [1, 21] }),
  ]);
}

function draw(sheet: Sheet, identity: Identity, backdrops: Backdrops): void {
  const { person } = identity;
  const palette = paletteOf(person.country.code);
  const blank = backdrops.of(`passport ${palette.place}`, size, ctx =>
    paintOnDesk(ctx, page, palette.place, printed => paintPage(printed, palette)),
  );
  sheet.ctx.drawImage(blank, 0, 0, size.width, size.height);
  sheet.ctx.translate(page.margin, page.margin);
  drawHead(sheet, identity, palette);
  const face = faceOf(person);
  drawPhoto(sheet, face, { x: 60, y: 186, width: 320, height: 412 }, palette);
  drawGhost(sheet, face, { x: 1010, y: 268, width: 150, height: 192 }, palette);
  drawFields(sheet, identity, palette);
  drawZone(sheet, identity);
  drawSpecimen(sheet, 1068, 96, 40);
}

/** The data page of a passport, photographed on a desk. */
export function drawPassport(
  identity: Identity,
  backdrops: Backdrops,
  type: 'passport' | 'director_id' = 'passport',
): DrawnDocument {
  const rendered = renderPicture({ ...size, ...identity.picture }, sheet => draw(sheet, identity, backdrops));
  const extension = identity.picture.format === 'png' ? 'png' : 'jpg';
  return {
    ...rendered,
    type,
    side: 'front',
    filename: `passport-${slugOf(identity.person)}.${extension}`,
    expiresOn: identity.expiresOn,
  };
}
