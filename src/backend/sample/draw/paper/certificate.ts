import { daysBefore } from '../../cases/issue.ts';
import type { Business } from '../../people/index.ts';
import type { Random } from '../../random.ts';
import { alpha } from '../color.ts';
import { drawCrest } from '../crest.ts';
import type { DrawnDocument } from '../documents.ts';
import { capitals } from '../identity.ts';
import { loadFonts } from '../fonts.ts';
import { drawRosette, drawWaves } from '../guilloche.ts';
import { drawSignature, drawSpecimen, drawWatermark } from '../marks.ts';
import { drawModules } from '../modules.ts';
import { paletteOf, type Palette } from '../palette.ts';
import { a4, renderPdf } from '../render.ts';
import type { Sheet } from '../sheet.ts';
import { fileOf } from './file.ts';
import {
  faint,
  ink,
  longDate,
  margin,
  paragraph,
  right,
  stampPage,
  startPage,
  tableHead,
  tableRow,
} from './page.ts';

interface Certified {
  readonly business: Business;
  readonly palette: Palette;
  readonly issuedOn: string;
}

function drawFrame(sheet: Sheet, palette: Palette): void {
  const { ctx } = sheet;
  ctx.fillStyle = '#fdfcf8';
  ctx.fillRect(0, 0, a4.width, a4.height);
  const [first, second] = palette.lines;
  const band = 26;
  const waves = { opacity: 0.75, lines: 7, amplitude: 5, phase: 0, step: 3.2 };
  for (const y of [28, a4.height - 28 - band]) {
    drawWaves(
      ctx,
      { x: 28, y: y + 4, width: a4.width - 56, height: band - 8 },
      { ...waves, color: first, turns: 16 },
    );
    drawWaves(
      ctx,
      { x: 28, y: y + 4, width: a4.width - 56, height: band - 8 },
      { ...waves, color: second, turns: 16, phase: Math.PI },
    );
  }
  ctx.save();
  ctx.rotate(Math.PI / 2);
  for (const x of [28, a4.width - 28 - band]) {
    drawWaves(
      ctx,
      { x: 28, y: -x - band + 4, width: a4.height - 56, height: band - 8 },
      { ...waves, color: first, turns: 23 },
    );
    drawWaves(
      ctx,
      { x: 28, y: -x - band + 4, width: a4.height - 56, height: band - 8 },
      { ...waves, color: second, turns: 23, phase: Math.PI },
    );
  }
  ctx.restore();
  ctx.strokeStyle = palette.ink;
  for (const [inset, width] of [
    [24, 1.6],
    [58, 0.8],
    [61.5, 0.4],
  ] as const) {
    // prettier-ignore
    ctx.lineWidth = width;
    ctx.strokeRect(inset, inset, a4.width - 2 * inset, a4.height - 2 * inset);
  }
  drawWatermark(sheet, 92, 0.045);
}

function drawSeal(sheet: Sheet, x: number, y: number, code: string): void {
  const { ctx } = sheet;
  const red = '#a8323f';
  ctx.fillStyle = alpha(red, 0.9);
  ctx.beginPath();
  for (let tooth = 0; tooth <= 72; tooth += 1) {
    const angle = (tooth / 72) * Math.PI * 2;
    const radius = tooth % 2 === 0 ? 45 : 41;
    ctx.lineTo(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
  }
  ctx.fill();
  drawRosette(ctx, { x, y, radius: 40 }, { color: '#ffffff', opacity: 0.5, petals: 12, rings: 5 });
  ctx.fillStyle = red;
  ctx.beginPath();
  ctx.arc(x, y, 25, 0, Math.PI * 2);
  ctx.fill();
  drawCrest(ctx, code, { x, y: y - 1, size: 40, color: '#ffffff' });
}

function drawFirst(sheet: Sheet, { business, palette, issuedOn }: Certified): void {
  drawFrame(sheet, palette);
  const middle = a4.width / 2;
  const { country } = business;
  const issuer = loadFonts().covers(country.issuer) ? country.issuer : country.name;
  drawCrest(sheet.ctx, country.code, { x: middle, y: 138, size: 104, color: palette.ink });
  sheet.text(capitals(issuer, country.code), middle, 222, {
    size: 12,
    weight: 600,
    color: palette.label,
    align: 'center',
    spacing: 2.4,
    maxWidth: 400,
  });
  sheet.text('Certificate of Incorporation', middle, 262, {
    size: 28,
    weight: 600,
    color: palette.ink,
    align: 'center',
  });
  sheet.text('Register of companies', middle, 284, { size: 10.5, color: faint, align: 'center' });
  sheet.ctx.fillStyle = palette.lines[1];
  sheet.ctx.fillRect(middle - 40, 300, 80, 1.2);
  sheet.text('This is to certify that', middle, 336, { size: 11, color: ink, align: 'center' });
  sheet.text(business.legalName, middle, 372, {
    size: 22,
    weight: 700,
    align: 'center',
    maxWidth: 420,
    reads: { field: 'legalName', value: business.legalName },
  });
  sheet.text('is entered in the register and was incorporated as follows.', middle, 402, {
    size: 11,
    color: ink,
    align: 'center',
  });
  const rows = [
    ['Registration number', business.registrationNumber, 'registrationNumber', business.registrationNumber],
    ['Legal form', business.legalForm, 'legalForm', business.legalForm],
    [
      'Date of incorporation',
      longDate(business.incorporatedOn),
      'incorporationDate',
      business.incorporatedOn,
    ],
    ['Country', country.name, 'incorporationCountry', country.code],
    ['Tax number', business.taxNumber, 'taxNumber', business.taxNumber],
    ['Registered office', business.address.line1, 'registeredAddress.line1', business.address.line1],
  ] as const;
  rows.forEach(([label, text, field, value], row) => {
    const y = 444 + row * 28;
    sheet.text(label, 118, y, { size: 9.5, color: faint });
    sheet.text(text, 262, y, { size: 11.5, weight: 600, maxWidth: 220, reads: { field, value } });
    if (row === rows.length - 1) return;
    sheet.ctx.fillStyle = alpha(palette.ink, 0.16);
    sheet.ctx.fillRect(118, y + 9, a4.width - 236, 0.6);
  });
  const place = 444 + rows.length * 28 - 12;
  const style = { size: 11.5, weight: 600 } as const;
  const postalCode = { field: 'registeredAddress.postalCode', value: business.address.postalCode };
  sheet.text(business.address.postalCode, 262, place, { ...style, reads: postalCode });
  const code = sheet.measure(business.address.postalCode, style);
  sheet.text(business.address.city, 268 + code, place, {
    size: 11.5,
    weight: 600,
    maxWidth: 160,
    reads: { field: 'registeredAddress.city', value: business.address.city },
  });
  drawSeal(sheet, 160, 702, country.code);
  drawSignature(sheet.ctx, `registrar ${country.code}`, { x: 246, y: 656, width: 120, height: 42 });
  sheet.ctx.fillStyle = ink;
  sheet.ctx.fillRect(240, 708, 140, 0.7);
  sheet.text('Registrar of companies', 240, 721, { size: 8.5, color: faint });
  sheet.text(longDate(issuedOn), 240, 735, { size: 8.5, color: faint });
  drawModules(sheet.ctx, business.registrationNumber, { x: 426, y: 660, size: 72, color: palette.ink });
  drawSpecimen(sheet, a4.width - 128, 98, 17, -0.13);
}

function drawExtract(sheet: Sheet, { business, palette, issuedOn }: Certified): void {
  stampPage(sheet);
  sheet.text('Extract from the register', margin, 78, { size: 18, weight: 700, color: palette.ink });
  sheet.text(`${business.legalName} · ${business.registrationNumber}`, margin, 98, {
    size: 10,
    color: faint,
    maxWidth: 380,
  });
  sheet.text('Directors', margin, 146, { size: 12, weight: 700 });
  const columns = [{ title: 'Name', x: margin, width: 220 }, { title: 'Born', x: 300 }, { title: 'Nationality', x: 390 }, { title: 'Since', x: right, align: 'right' }] as const; // prettier-ignore
  let y = tableHead(sheet, columns, 168, palette.ink);
  for (const { person, isDirector } of business.owners) {
    if (!isDirector) continue;
    const name = `${person.firstName.latin} ${person.lastName.latin}`;
    tableRow(
      sheet,
      columns,
      [name, person.dateOfBirth, person.country.code, business.incorporatedOn],
      (y += 19),
    );
  }
  sheet.text('Objects of the company', margin, y + 48, { size: 12, weight: 700 });
  const objects = `${business.industry}, and everything that serves it at home and abroad. The company may found branches, take part in other companies and represent them.`;
  y = paragraph(sheet, objects, margin, y + 68, right - margin, { size: 9.5, color: ink });
  sheet.text('Capital', margin, y + 26, { size: 12, weight: 700 });
  paragraph(
    sheet,
    `${business.country.currency} 100,000.00, fully paid, in 10,000 shares of equal rights. Extract of ${longDate(issuedOn)}.`,
    margin,
    y + 46,
    right - margin,
    { size: 9.5, color: ink },
  );
}

function drawArticles(sheet: Sheet, { business, palette }: Certified): void {
  stampPage(sheet);
  sheet.text('Articles, in short', margin, 78, { size: 18, weight: 700, color: palette.ink });
  const articles = [
    `The name of the company is ${business.legalName}. Its seat is ${business.address.city}.`,
    'The company is founded for an indefinite time. Its financial year is the calendar year.',
    'The company is represented by one director alone if there is only one, otherwise by two together.',
    'A share may be transferred only with the consent of the meeting of shareholders. The register of shareholders is kept by the directors.',
    'Resolutions need a simple majority of the votes cast; changes of these articles need three quarters.',
    'Profits are shared in proportion to the shares unless the meeting resolves otherwise.',
  ];
  let y = 118;
  articles.forEach((text, index) => {
    sheet.text(`§ ${index + 1}`, margin, y, { size: 10, weight: 700, color: palette.ink });
    y = paragraph(sheet, text, margin + 36, y, right - margin - 36, { size: 10, color: ink }) + 10;
  });
}

/** A certificate of one to three pages: the deed, an extract and the articles. */
export function drawCertificate(
  business: Business,
  { random, now }: { readonly random: Random; readonly now: number },
): DrawnDocument {
  const certified: Certified = {
    business,
    palette: paletteOf(business.country.code),
    issuedOn: daysBefore(now, random.int(5, 60)),
  };
  const drawings = [drawFirst, drawExtract, drawArticles].slice(0, random.int(1, 3));
  const pages = drawings.map((draw, index) => (sheet: Sheet) => {
    if (index > 0)
      startPage(sheet, {
        number: index + 1,
        total: drawings.length,
        footer: `Register of companies · ${business.registrationNumber}`,
      });
    draw(sheet, certified);
  });
  return {
    ...renderPdf('Certificate of incorporation', pages),
    type: 'certificate_of_incorporation',
    filename: fileOf('incorporation', business.legalName, business.country),
  };
}
