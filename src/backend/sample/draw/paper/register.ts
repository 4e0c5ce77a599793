import { daysBefore } from '../../cases/issue.ts';
import { fullName, type Business } from '../../people/index.ts';
import type { Random } from '../../random.ts';
import { mix } from '../color.ts';
import type { DrawnDocument } from '../documents.ts';
import { drawSignature } from '../marks.ts';
import { paletteOf, type Palette } from '../palette.ts';
import { renderPdf } from '../render.ts';
import type { Sheet } from '../sheet.ts';
import { fileOf } from './file.ts';
import {
  faint,
  longDate,
  margin,
  paragraph,
  right,
  stampPage,
  startPage,
  tableHead,
  tableRow,
} from './page.ts';

interface Register {
  readonly business: Business;
  readonly palette: Palette;
  readonly date: string;
}

const shares = 10_000;

function drawRing(sheet: Sheet, { business, palette }: Register, x: number, y: number): void {
  const { ctx } = sheet;
  let from = -Math.PI / 2;
  const total = business.owners.reduce((sum, { percent }) => sum + percent, 0);
  business.owners.forEach(({ percent }, place) => {
    const to = from + (percent / 100) * Math.PI * 2;
    ctx.strokeStyle = mix(palette.ink, '#ffffff', Math.min(0.75, place * 0.24));
    ctx.lineWidth = 24;
    ctx.beginPath();
    ctx.arc(x, y, 52, from, to - 0.02);
    ctx.stroke();
    from = to;
  });
  if (total < 100) {
    ctx.strokeStyle = '#e3e7eb';
    ctx.beginPath();
    ctx.arc(x, y, 52, from, Math.PI * 1.5);
    ctx.stroke();
  }
  sheet.text(`${total} %`, x, y + 6, { size: 17, weight: 700, align: 'center' });
}

function drawHolders(sheet: Sheet, register: Register): void {
  const { business, palette } = register;
  sheet.ctx.fillStyle = palette.ink;
  sheet.ctx.fillRect(margin, 42, right - margin, 4);
  sheet.text('Register of shareholders', margin, 80, { size: 20, weight: 700, color: palette.ink });
  stampPage(sheet, 78);
  sheet.text(business.legalName, margin, 104, {
    size: 12,
    weight: 600,
    maxWidth: 360,
    reads: { field: 'legalName', value: business.legalName },
  });
  const number = { field: 'registrationNumber', value: business.registrationNumber };
  const caption = 'Registration number';
  sheet.text(caption, margin, 122, { size: 9.5, color: faint });
  const label = sheet.measure(caption, { size: 9.5 }) + 3;
  sheet.text(business.registrationNumber, margin + label + 2, 122, { size: 9.5, weight: 600, reads: number });
  sheet.text(`As of ${longDate(register.date)}`, margin, 138, { size: 9.5, color: faint });
  drawRing(sheet, register, margin + 76, 240);
  business.owners.forEach(({ person, percent, isDirector }, place) => {
    const y = 204 + place * 27;
    sheet.ctx.fillStyle = mix(palette.ink, '#ffffff', Math.min(0.75, place * 0.24));
    sheet.ctx.beginPath();
    sheet.ctx.roundRect(margin + 172, y - 9, 10, 10, 2.5);
    sheet.ctx.fill();
    sheet.text(fullName(person), margin + 192, y, { size: 10.5, weight: 600, maxWidth: 230 });
    sheet.text(`${percent} %`, right, y, { size: 10.5, weight: 600, align: 'right' });
    sheet.text(isDirector ? 'Shareholder and director' : 'Shareholder', margin + 192, y + 12, {
      size: 7.5,
      color: faint,
    });
  });
  const columns = [{ title: 'No.', x: margin }, { title: 'Name', x: 84, width: 180 }, { title: 'Born', x: 276 }, { title: 'Nationality', x: 340 }, { title: 'Shares', x: 460, align: 'right' }, { title: 'Part', x: right, align: 'right' }] as const; // prettier-ignore
  let y = tableHead(sheet, columns, 354, palette.ink);
  business.owners.forEach(({ person, percent }, place) => {
    const cells = [
      String(place + 1),
      fullName(person),
      person.dateOfBirth,
      person.country.code,
      ((shares * percent) / 100).toLocaleString('en'),
      `${percent} %`,
    ];
    tableRow(sheet, columns, cells, (y += 20));
  });
  const total = business.owners.reduce((sum, { percent }) => sum + percent, 0);
  tableRow(
    sheet,
    columns,
    ['', 'Total', '', '', ((shares * total) / 100).toLocaleString('en'), `${total} %`],
    (y += 22),
    600,
  );
  paragraph(
    sheet,
    'Kept by the directors. Every transfer is entered here within two weeks. Drawn as sample data: the company does not exist.',
    margin,
    y + 46,
    right - margin,
    { size: 9, color: faint },
  );
  drawSignature(sheet.ctx, business.legalName, { x: margin, y: y + 88, width: 150, height: 46 });
  sheet.text('For the directors', margin, y + 152, { size: 9, color: faint });
}

function drawHistory(sheet: Sheet, { business, palette }: Register): void {
  stampPage(sheet);
  sheet.text('Transfers', margin, 80, { size: 18, weight: 700, color: palette.ink });
  const columns = [{ title: 'Date', x: margin }, { title: 'From', x: 140 }, { title: 'To', x: 270, width: 200 }, { title: 'Shares', x: right, align: 'right' }] as const; // prettier-ignore
  let y = tableHead(sheet, columns, 110, palette.ink);
  for (const { person, percent } of business.owners) {
    tableRow(
      sheet,
      columns,
      [
        business.incorporatedOn,
        'Foundation',
        fullName(person),
        ((shares * percent) / 100).toLocaleString('en'),
      ],
      (y += 20),
    );
  }
}

/** A register of one or two pages that shows every owner with the part they hold. */
export function drawRegister(
  business: Business,
  { random, now }: { readonly random: Random; readonly now: number },
): DrawnDocument {
  const register: Register = {
    business,
    palette: paletteOf(business.country.code),
    date: daysBefore(now, random.int(3, 50)),
  };
  const drawings = [drawHolders, drawHistory].slice(0, random.int(1, 2));
  const pages = drawings.map((draw, index) => (sheet: Sheet) => {
    startPage(sheet, {
      number: index + 1,
      total: drawings.length,
      footer: `Register of shareholders · ${business.legalName}`,
    });
    draw(sheet, register);
  });
  return {
    ...renderPdf('Register of shareholders', pages),
    type: 'shareholder_register',
    filename: fileOf('shareholders', business.legalName, business.country),
  };
}
