import { daysBefore } from '../../cases/issue.ts';
import { fill, type Random } from '../../random.ts';
import type { DrawnDocument } from '../documents.ts';
import { alpha } from '../color.ts';
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
  monthName,
  paragraph,
  right,
  rule,
  stampPage,
  startPage,
  tableHead,
  tableRow,
  type Brand,
} from './page.ts';

interface Supplier extends Brand {
  readonly service: 'Electricity' | 'Water' | 'Gas';
  readonly unit: 'kWh' | 'm³';
}

const suppliers: readonly Supplier[] = [
  {
    name: 'Lumen Energy',
    service: 'Electricity',
    unit: 'kWh',
    color: '#2b7d6b',
    line: 'Lumen Energy · Specimen House, 1 Example Quay',
  },
  {
    name: 'Aquora Water',
    service: 'Water',
    unit: 'm³',
    color: '#24679e',
    line: 'Aquora Water · Specimen Works, 20 Reservoir Road',
  },
  {
    name: 'Norrby Kraft',
    service: 'Electricity',
    unit: 'kWh',
    color: '#b4541f',
    line: 'Norrby Kraft · Specimen Hall, 7 Turbine Street',
  },
  {
    name: 'Flamma Gas',
    service: 'Gas',
    unit: 'kWh',
    color: '#6a3d8f',
    line: 'Flamma Gas · Specimen Yard, 44 Meter Lane',
  },
];

interface Bill {
  readonly to: Addressee;
  readonly supplier: Supplier;
  readonly date: string;
  readonly customer: string;
  readonly invoice: string;
  readonly use: readonly number[];
  readonly months: readonly string[];
  readonly unitCents: number;
  readonly baseCents: number;
}

function drawEmblem(sheet: Sheet, supplier: Supplier): void {
  const { ctx } = sheet;
  ctx.fillStyle = supplier.color;
  ctx.beginPath();
  ctx.roundRect(margin, 44, 44, 44, 9);
  ctx.fill();
  ctx.fillStyle = '#ffffff';
  ctx.beginPath();
  if (supplier.service === 'Electricity') {
    for (const [x, y] of [[24, 7], [12, 26], [20, 26], [17, 38], [32, 18], [23, 18]] as const) ctx.lineTo(margin + x, 44 + y); // prettier-ignore
    ctx.closePath();
  } else {
    ctx.moveTo(margin + 22, 51);
    ctx.bezierCurveTo(margin + 32, 64, margin + 34, 68, margin + 34, 71);
    ctx.arc(margin + 22, 71, 11.5, 0, Math.PI);
    ctx.bezierCurveTo(margin + 10, 68, margin + 12, 64, margin + 22, 51);
  }
  ctx.fill();
}

function drawHead(sheet: Sheet, { supplier }: Bill): void {
  drawEmblem(sheet, supplier);
  sheet.text(supplier.name, margin + 58, 65, { size: 18, weight: 700 });
  sheet.text(`${supplier.service} · annual statement`, margin + 58, 82, { size: 9.5, color: faint });
  stampPage(sheet);
}

function drawChart(sheet: Sheet, bill: Bill, top: number): void {
  const { ctx } = sheet;
  const { supplier } = bill;
  const height = 120;
  const step = (right - margin) / 12;
  const most = Math.max(...bill.use);
  for (let line = 0; line <= 3; line += 1) {
    const y = top + height - (line / 3) * (height - 12);
    ctx.fillStyle = line === 0 ? '#aab3bd' : '#edf0f3';
    ctx.fillRect(margin, y, right - margin, 0.8);
    sheet.text(String(Math.round((most * line) / 3)), margin, y - 3, { size: 6.5, color: faint });
  }
  bill.use.forEach((value, month) => {
    const tall = (value / most) * (height - 12);
    ctx.fillStyle = value === most ? supplier.color : alpha(supplier.color, 0.32);
    ctx.beginPath();
    ctx.roundRect(margin + month * step + 14, top + height - tall, step - 18, tall, [3, 3, 0, 0]);
    ctx.fill();
    sheet.text(
      (bill.months[month] ?? '').slice(0, 3),
      margin + month * step + step / 2 + 5,
      top + height + 12,
      { size: 7, color: faint, align: 'center' },
    );
  });
}

function drawFirst(sheet: Sheet, bill: Bill): void {
  const { to, supplier } = bill;
  drawHead(sheet, bill);
  sheet.text(supplier.line, margin, 132, { size: 6.5, color: faint });
  drawAddressee(sheet, to, margin, 154);
  const facts = [
    ['Date', longDate(bill.date)],
    ['Customer number', bill.customer],
    ['Invoice', bill.invoice],
    ['Period', `${bill.months[0]} – ${bill.months[11]}`],
  ] as const;
  facts.forEach(([label, text], row) => {
    sheet.text(label, 392, 140 + row * 27, { size: 7.5, color: faint });
    sheet.text(text, 392, 152 + row * 27, { size: 10, weight: 600, maxWidth: right - 392 });
  });
  sheet.text('Your consumption', margin, 290, { size: 14, weight: 700 });
  const total = bill.use.reduce((sum, value) => sum + value, 0);
  sheet.text(`${total.toLocaleString('en')} ${supplier.unit} in twelve months`, right, 290, {
    size: 9.5,
    color: faint,
    align: 'right',
  });
  drawChart(sheet, bill, 306);
  const used = total * bill.unitCents;
  const base = 12 * bill.baseCents;
  const tax = Math.round((used + base) * 0.19);
  const { currency } = to.country;
  const columns = [{ title: 'Item', x: margin }, { title: 'Quantity', x: 330, align: 'right' }, { title: 'Price', x: 420, align: 'right' }, { title: `Amount ${currency}`, x: right, align: 'right' }] as const; // prettier-ignore
  const rows = [
    [`${supplier.service} used`, `${total} ${supplier.unit}`, amount(bill.unitCents), amount(used)],
    ['Standing charge', '12 months', amount(bill.baseCents), amount(base)],
    ['Tax', '19 %', '', amount(tax)],
  ];
  let y = tableHead(sheet, columns, 470, supplier.color);
  for (const cells of rows) tableRow(sheet, columns, cells, (y += 18));
  tableRow(sheet, columns, ['Total', '', '', amount(used + base + tax)], (y += 20), 600);
  const { ctx } = sheet;
  ctx.fillStyle = alpha(supplier.color, 0.09);
  ctx.beginPath();
  ctx.roundRect(margin, y + 28, right - margin, 62, 8);
  ctx.fill();
  sheet.text('Nothing to pay now', margin + 18, y + 52, { size: 12, weight: 700, color: supplier.color });
  const note = `Your monthly instalments of ${currency} ${amount(Math.round((used + base + tax) / 12))} cover this statement. The next one is due on the first of the month.`;
  paragraph(sheet, note, margin + 18, y + 69, right - margin - 36, { size: 8, color: ink });
  const care =
    'Questions? Write to care@example.com and quote your customer number. This document was drawn as sample data and is not a bill.';
  paragraph(sheet, care, margin, y + 122, right - margin, { size: 8, color: faint });
}

function drawReadings(sheet: Sheet, bill: Bill): void {
  drawHead(sheet, bill);
  sheet.text('Meter readings', margin, 140, { size: 14, weight: 700 });
  const columns = [{ title: 'Month', x: margin }, { title: 'Read by', x: 190 }, { title: 'Reading', x: 360, align: 'right' }, { title: `Used ${bill.supplier.unit}`, x: 450, align: 'right' }, { title: bill.to.country.currency, x: right, align: 'right' }] as const; // prettier-ignore
  let y = tableHead(sheet, columns, 168, bill.supplier.color);
  let reading = 48_213;
  bill.use.forEach((value, month) => {
    reading += value;
    const cells = [
      bill.months[month] ?? '',
      month % 3 === 2 ? 'Technician' : 'Remote',
      String(reading),
      String(value),
      amount(value * bill.unitCents),
    ];
    tableRow(sheet, columns, cells, (y += 18));
  });
  const text =
    'Remote readings are taken at midnight on the last day of the month. A technician checks the meter once in a quarter. If a reading looks wrong to you, tell us within six weeks and we will have the meter tested.';
  paragraph(sheet, text, margin, y + 40, right - margin, { size: 9, color: ink });
}

function drawTerms(sheet: Sheet, bill: Bill): void {
  drawHead(sheet, bill);
  sheet.text('About your tariff', margin, 140, { size: 14, weight: 700 });
  const sections = [
    [
      'Price',
      `Each ${bill.supplier.unit} costs the price of the table on page 1. It is fixed until the end of the period and is then announced six weeks ahead.`,
    ],
    [
      'Moving house',
      'Tell us the date and the final reading. The contract ends on that day; what was paid too much comes back within a month.',
    ],
    [
      'Complaints',
      'Every complaint is answered in writing within four weeks. If the answer does not satisfy you, the arbitration board of your region is open to you at no cost.',
    ],
    [
      'Where it comes from',
      'Wind 46 %, sun 21 %, water 18 %, other 15 %. The figures are invented, like everything else on this page.',
    ],
  ] as const;
  let y = 172;
  for (const [title, text] of sections) {
    sheet.text(title, margin, y, { size: 10, weight: 600 });
    y = paragraph(sheet, text, margin, y + 16, right - margin, { size: 9, color: ink }) + 14;
    sheet.ctx.fillStyle = rule;
    sheet.ctx.fillRect(margin, y - 16, right - margin, 0.6);
  }
}

/** A bill of one to three pages, three to twelve weeks old. */
export function drawUtilityBill(
  to: Addressee,
  { random, now }: { readonly random: Random; readonly now: number },
  type: 'utility_bill' | 'proof_of_business_address',
): DrawnDocument {
  const date = daysBefore(now, random.int(20, 84));
  const months = Array.from({ length: 12 }, (_, back) =>
    monthName(daysBefore(Date.parse(date), (12 - back) * 30.4)),
  );
  const bill: Bill = {
    to,
    date,
    months,
    supplier: random.pick(suppliers),
    customer: fill(random, '## ### ###'),
    invoice: fill(random, `${date.slice(0, 4)}-######`),
    use: months.map((_, month) =>
      Math.round(190 + 90 * Math.cos((month / 12) * Math.PI * 2) + random.int(0, 60)),
    ),
    unitCents: random.int(18, 42),
    baseCents: random.int(790, 1490),
  };
  const drawings = [drawFirst, drawReadings, drawTerms].slice(0, random.int(1, 3));
  const pages = drawings.map((draw, index) => (sheet: Sheet) => {
    startPage(sheet, {
      number: index + 1,
      total: drawings.length,
      footer: `${bill.supplier.line} · ${bill.invoice}`,
    });
    draw(sheet, bill);
  });
  return {
    ...renderPdf(`${bill.supplier.name} ${bill.invoice}`, pages),
    type,
    filename: fileOf('utility-bill', nameOn(to), to.country),
  };
}
