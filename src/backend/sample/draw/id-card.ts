import type { SKRSContext2D } from '@napi-rs/canvas';
import { td1Lines } from '../mrz/index.ts';
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
import { drawModules } from './modules.ts';
import { commonPlaces, drawMrz, falsified, namePlaces } from './mrz-band.ts';
import { paletteOf, type Palette } from './palette.ts';
import { renderPicture } from './render.ts';
import type { Sheet, TextStyle } from './sheet.ts';

/** ID-1 of ISO/IEC 7810, 85.6 × 54 mm, at twelve pixels a millimetre. */
const card = { width: 1027, height: 648, margin: 44, radius: 38 } as const;
const zone = 392;
/** The picture with the desk around the card, at about 280 dots per inch. */
const size = {
  width: card.width + 2 * card.margin,
  height: card.height + 2 * card.margin,
  scale: 0.92,
} as const;

function paintCard(ctx: SKRSContext2D, palette: Palette, side: 'front' | 'back'): void {
  const { width, height } = card;
  const gradient = ctx.createLinearGradient(0, 0, width, height);
  palette.paper.forEach((color, place) => gradient.addColorStop(place / 2, color));
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, width, height);
  const [first, second] = palette.lines;
  const wave = { lines: 24, amplitude: 15, phase: 1.2 };
  drawWaves(
    ctx,
    { x: 0, y: 60, width, height: height - 100 },
    { ...wave, color: first, opacity: 0.3, turns: 3 },
  );
  drawWaves(
    ctx,
    { x: 0, y: 90, width, height: height - 150 },
    { ...wave, color: second, opacity: 0.24, turns: 4, phase: 2.7 },
  );
  if (side === 'front') {
    drawRosette(ctx, { x: 690, y: 350, radius: 205 }, { color: first, opacity: 0.3, petals: 14, rings: 13 });
    return;
  }
  ctx.fillStyle = 'rgba(255, 255, 255, 0.74)';
  ctx.fillRect(0, zone, width, height - zone);
}

function drawChip(sheet: Sheet, x: number, y: number): void {
  const { ctx } = sheet;
  const gradient = ctx.createLinearGradient(x, y, x + 116, y + 92);
  gradient.addColorStop(0, '#ecd9a0');
  gradient.addColorStop(0.5, '#cda85a');
  gradient.addColorStop(1, '#e7cf90');
  ctx.fillStyle = gradient;
  ctx.beginPath();
  ctx.roundRect(x, y, 116, 92, 16);
  ctx.fill();
  ctx.strokeStyle = 'rgba(96, 70, 22, 0.65)';
  ctx.lineWidth = 1.6;
  ctx.stroke();
  ctx.beginPath();
  for (const [fromX, fromY, toX, toY] of [
    [0, 31, 38, 31],
    [0, 61, 38, 61],
    [78, 31, 116, 31],
    [78, 61, 116, 61],
    [58, 0, 58, 22],
    [58, 70, 58, 92],
  ] as const) {
    // prettier-ignore
    ctx.moveTo(x + fromX, y + fromY);
    ctx.lineTo(x + toX, y + toY);
  }
  ctx.roundRect(x + 38, y + 22, 40, 48, 12);
  ctx.stroke();
}

function drawHead(sheet: Sheet, { person }: Identity, palette: Palette): void {
  const { country } = person;
  const { covers } = loadFonts();
  const issuer = covers(country.issuer) ? country.issuer : country.name;
  const word = covers(country.cardWord) ? country.cardWord : 'Identity card';
  drawCrest(sheet.ctx, country.code, { x: 92, y: 70, size: 92, color: palette.ink });
  sheet.text(capitals(issuer, country.code), 158, 62, {
    size: 25,
    weight: 600,
    color: palette.ink,
    spacing: 2.5,
    maxWidth: 490,
  });
  const style = { size: 18, weight: 600, color: palette.label, spacing: 1.6, maxWidth: 330 } as const;
  sheet.text(capitals(word, country.code), 158, 96, style);
  const shown = Math.min(330, sheet.measure(capitals(word, country.code), style));
  if (word !== 'Identity card')
    sheet.text('IDENTITY CARD', 158 + shown + 18, 96, { size: 18, color: palette.label, spacing: 1.6 });
}

function drawFront(sheet: Sheet, identity: Identity, palette: Palette): void {
  const { person, expiresOn } = identity;
  drawHead(sheet, identity, palette);
  const face = faceOf(person);
  drawPhoto(sheet, face, { x: 46, y: 142, width: 288, height: 368 }, palette);
  drawGhost(sheet, face, { x: 846, y: 352, width: 128, height: 164 }, palette);
  drawChip(sheet, 852, 196);
  const field = (label: string, x: number, y: number, text: string, reads?: TextStyle['reads']): void => {
    sheet.text(label, x, y, { size: 13.5, color: palette.label, weight: 500 });
    sheet.text(text, x, y + 30, {
      size: 26,
      weight: 600,
      color: '#1a2129',
      maxWidth: x < 500 ? 440 : 220,
      ...(reads ? { reads } : {}),
    });
  };
  const { firstName, middleName, lastName } = person;
  const given = [firstName, middleName].flatMap(name => (name ? [name] : []));
  const latin = given.map(name => name.latin).join(' ');
  const named = (native: string, romanised: string): string =>
    native === romanised
      ? capitals(native, person.country.code)
      : `${capitals(native, person.country.code)}  ${romanised.toUpperCase()}`;
  const left = 368;
  field('Surname', left, 162, named(drawable(lastName), lastName.latin), {
    field: 'lastName',
    value: lastName.latin,
  });
  field('Given names', left, 226, named(given.map(drawable).join(' '), latin), {
    field: 'firstName',
    value: latin,
  });
  field('Date of birth', left, 290, printedDate(person.dateOfBirth), {
    field: 'dateOfBirth',
    value: person.dateOfBirth,
  });
  field('Sex', 610, 290, person.gender === 'male' ? 'M' : 'F', { field: 'gender', value: person.gender });
  field('Nationality', left, 354, stateOnDocument(person.country.code), {
    field: 'nationality',
    value: person.country.code,
  });
  field('Card No.', 610, 354, person.documentNumber, { field: 'idNumber', value: person.documentNumber });
  field('Date of issue', left, 418, printedDate(identity.issuedOn));
  field('Date of expiry', 610, 418, printedDate(expiresOn), { field: 'idExpiry', value: expiresOn });
  drawSignature(sheet.ctx, slugOf(person), { x: 380, y: 492, width: 220, height: 62 });
  sheet.text("Holder's signature", 368, 580, { size: 13.5, color: palette.label, weight: 500 });
  sheet.text(stateOnDocument(person.country.code), 46, 590, {
    size: 46,
    weight: 700,
    color: palette.ink,
    spacing: 5,
  });
  drawSpecimen(sheet, 836, 78, 34);
}

function drawBack(sheet: Sheet, identity: Identity, palette: Palette): void {
  const { ctx } = sheet;
  const { person } = identity;
  const { address } = person;
  drawCrest(ctx, person.country.code, { x: 520, y: 205, size: 250, color: palette.ink, opacity: 0.13 });
  const field = (label: string, y: number, text: string, reads?: TextStyle['reads']): void => {
    sheet.text(label, 56, y, { size: 13.5, color: palette.label, weight: 500 });
    sheet.text(text, 56, y + 28, {
      size: 23,
      weight: 600,
      color: '#1a2129',
      maxWidth: 460,
      ...(reads ? { reads } : {}),
    });
  };
  field('Address', 66, address.line1, { field: 'address.line1', value: address.line1 });
  field('Postal code and place', 128, `${address.postalCode} ${address.city}`);
  field('Height', 190, `${150 + (person.face % 45)} cm`);
  field('Authority', 252, `Registry of ${address.city}`);
  field('Date of issue', 314, printedDate(identity.issuedOn));
  drawModules(ctx, `card ${person.documentNumber}`, { x: 790, y: 56, size: 178, color: palette.ink });
  drawSpecimen(sheet, 670, 330, 36);
  const [first, second, third] = td1Lines(mrzHolderOf(identity));
  const lines = [identity.badCheckDigit ? falsified(first, 14) : first, second, third];
  // Ten characters to the inch: 30.48 px each at twelve pixels a millimetre.
  drawMrz(sheet, lines, { x: 57, y: 458, size: 44, pitch: 30.48, leading: 66 }, [
    ...namePlaces(third, 2, 0),
    ...commonPlaces(identity, { number: [0, 5], nationality: [1, 15], birth: [1, 0], expiry: [1, 8] }),
  ]);
}

/** Both sides of an identity card, photographed on a desk; the machine-readable zone (TD1) is on the back. */
export function drawIdCard(identity: Identity, backdrops: Backdrops): readonly DrawnDocument[] {
  const { person, expiresOn, picture } = identity;
  const extension = picture.format === 'png' ? 'png' : 'jpg';
  const palette = paletteOf(person.country.code);
  const side = (name: 'front' | 'back', draw: typeof drawFront): DrawnDocument => {
    const blank = backdrops.of(`card ${name} ${palette.place}`, size, ctx =>
      paintOnDesk(ctx, card, palette.place + 1, printed => paintCard(printed, palette, name)),
    );
    const rendered = renderPicture({ ...size, ...picture }, sheet => {
      sheet.ctx.drawImage(blank, 0, 0, size.width, size.height);
      sheet.ctx.translate(card.margin, card.margin);
      draw(sheet, identity, palette);
    });
    return {
      ...rendered,
      type: 'national_id',
      side: name,
      filename: `id-card-${slugOf(person)}-${name}.${extension}`,
      expiresOn,
    };
  };
  return [side('front', drawFront), side('back', drawBack)];
}
