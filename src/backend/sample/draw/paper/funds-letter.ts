import { daysBefore } from '../../cases/issue.ts';
import type { Random } from '../../random.ts';
import type { DrawnDocument } from '../documents.ts';
import { drawSignature } from '../marks.ts';
import { renderPdf } from '../render.ts';
import type { Sheet } from '../sheet.ts';
import { drawAddressee, nameOn, type Addressee } from './addressee.ts';
import { fileOf } from './file.ts';
import {
  amount,
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
  type Brand,
} from './page.ts';

const employers: readonly Brand[] = [
  { name: 'Orchard & Vale', color: '#3a6b35', line: 'Orchard & Vale · 5 Specimen Court' },
  { name: 'Tessellate Studio', color: '#5a3f8c', line: 'Tessellate Studio · 18 Specimen Wharf' },
  { name: 'Nordlys Clinic', color: '#1c6a80', line: 'Nordlys Clinic · Specimen Park 2' },
];

function drawLetter(
  sheet: Sheet,
  letter: {
    readonly to: Addressee;
    readonly employer: Brand;
    readonly date: string;
    readonly occupation: string;
    readonly cents: number;
  },
): void {
  const { to, employer } = letter;
  const { ctx } = sheet;
  ctx.fillStyle = employer.color;
  ctx.fillRect(margin, 46, 5, 40);
  sheet.text(employer.name, margin + 18, 66, { size: 17, weight: 700, color: employer.color });
  sheet.text('Human resources', margin + 18, 83, { size: 9, color: faint });
  stampPage(sheet);
  drawAddressee(sheet, to, margin, 150);
  sheet.text(longDate(letter.date), right, 150, { size: 10, align: 'right' });
  sheet.text('Confirmation of employment and income', margin, 262, { size: 14, weight: 700 });
  const { currency } = to.country;
  const body = [
    'To whom it may concern,',
    `we confirm that the person named above has been employed with us without a break for ${2 + (letter.cents % 9)} years, at present as: ${letter.occupation}. The contract has no end date and nobody has given notice.`,
    `The gross salary is ${currency} ${amount(letter.cents)} a month, paid twelve times a year. The last three payments were:`,
  ];
  let y = 290;
  for (const text of body)
    y = paragraph(sheet, text, margin, y, right - margin, { size: 10, color: ink }) + 6;
  const columns = [{ title: 'Paid on', x: margin }, { title: 'Gross', x: 330, align: 'right' }, { title: 'Net', x: right, align: 'right' }] as const; // prettier-ignore
  let row = tableHead(sheet, columns, y + 10, employer.color);
  for (const days of [72, 41, 11]) {
    const paid = daysBefore(Date.parse(letter.date), days);
    tableRow(
      sheet,
      columns,
      [
        longDate(paid),
        `${currency} ${amount(letter.cents)}`,
        `${currency} ${amount(Math.round(letter.cents * 0.66))}`,
      ],
      (row += 19),
    );
  }
  paragraph(
    sheet,
    'The letter was asked for by the employee. It was drawn as sample data: neither the firm nor the salary exists.',
    margin,
    row + 40,
    right - margin,
    { size: 10, color: ink },
  );
  drawSignature(ctx, employer.name, { x: margin, y: row + 92, width: 150, height: 46 });
  sheet.text('Head of people', margin, row + 156, { size: 9, color: faint });
}

function drawBreakdown(
  sheet: Sheet,
  letter: { readonly to: Addressee; readonly employer: Brand; readonly cents: number },
): void {
  stampPage(sheet);
  sheet.text('Annex: how the salary is made up', margin, 110, { size: 14, weight: 700 });
  const columns = [{ title: 'Part', x: margin }, { title: 'Share', x: 360, align: 'right' }, { title: `${letter.to.country.currency} a month`, x: right, align: 'right' }] as const; // prettier-ignore
  let y = tableHead(sheet, columns, 140, letter.employer.color);
  for (const [part, share] of [
    ['Base salary', 0.82],
    ['Allowances', 0.11],
    ['Bonus, averaged', 0.07],
  ] as const)
    // prettier-ignore
    tableRow(sheet, columns, [part, `${Math.round(share * 100)} %`, amount(Math.round(letter.cents * share))], (y += 19));
}

/** A letter of one or two pages that explains where the money comes from. */
export function drawFundsLetter(
  to: Addressee,
  occupation: string,
  { random, now }: { readonly random: Random; readonly now: number },
): DrawnDocument {
  const employer = random.pick(employers);
  const letter = {
    to,
    employer,
    occupation,
    date: daysBefore(now, random.int(6, 40)),
    cents: random.int(2_400, 9_800) * 100,
  };
  const drawings = [drawLetter, drawBreakdown].slice(0, random.int(1, 2));
  const pages = drawings.map((draw, index) => (sheet: Sheet) => {
    startPage(sheet, { number: index + 1, total: drawings.length, footer: employer.line });
    draw(sheet, letter);
  });
  return {
    ...renderPdf('Confirmation of employment', pages),
    type: 'source_of_funds',
    filename: fileOf('employment', nameOn(to), to.country),
  };
}
