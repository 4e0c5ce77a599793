import { daysBefore } from '../../cases/issue.ts';
import { fill, type Random } from '../../random.ts';
import { alpha, mix } from '../color.ts';
import type { DrawnDocument } from '../documents.ts';
import { a4, renderPdf } from '../render.ts';
import type { Sheet } from '../sheet.ts';
import { drawAddressee, nameOn, type Addressee } from './addressee.ts';
import { fileOf } from './file.ts';
import {
  amount,
  faint,
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

const banks: readonly Brand[] = [
  { name: 'Meridian Bank', color: '#1f3d6e', line: 'Meridian Bank · Specimen Plaza 3 · regulated nowhere' },
  { name: 'Halden Savings', color: '#23614f', line: 'Halden Savings · 12 Specimen Row · regulated nowhere' },
  { name: 'Banco Aurora', color: '#7a2440', line: 'Banco Aurora · Plaza Specimen 9 · regulated nowhere' },
];

interface Booking {
  readonly date: string;
  readonly text: string;
  readonly detail: string;
  readonly cents: number;
  readonly balance: number;
}

interface Account {
  readonly to: Addressee;
  readonly bank: Brand;
  readonly iban: string;
  readonly from: string;
  readonly until: string;
  readonly opening: number;
  readonly bookings: readonly Booking[];
}

const outgoings = [
  ['Corner Bakery', 'Card payment'], ['Tram & Rail', 'Card payment'], ['Rent', 'Standing order'], ['Lumen Energy', 'Direct debit'],
  ['Green Grocer', 'Card payment'], ['Bookshop Paper Moon', 'Card payment'], ['Mobile contract', 'Direct debit'], ['Pharmacy', 'Card payment'],
  ['Cash machine', 'Withdrawal'], ['Cinema Orion', 'Card payment'], ['Insurance', 'Direct debit'], ['Café Central', 'Card payment'],
] as const; // prettier-ignore

const firstRows = 19;
const otherRows = 28;

function bookingsOf(random: Random, now: number, count: number, opening: number): readonly Booking[] {
  let balance = opening;
  return Array.from({ length: count }, (_, place) => {
    const date = daysBefore(now, 100 - Math.floor((place / count) * 92));
    const income = place % 23 === 4;
    const [text, detail] = income ? (['Salary', 'Credit transfer'] as const) : random.pick(outgoings);
    const cents = income ? random.int(280_000, 620_000) : -random.int(280, text === 'Rent' ? 120_000 : 9_800);
    balance += cents;
    return { date, text, detail, cents, balance };
  });
}

const columns = [
  { title: 'Date', x: margin },
  { title: 'Booking', x: 128 },
  { title: 'Kind', x: 290 },
  { title: 'Amount', x: 450, align: 'right' },
  { title: 'Balance', x: right, align: 'right' },
] as const;

function drawHead(sheet: Sheet, { bank, iban }: Account): void {
  const { ctx } = sheet;
  const gradient = ctx.createLinearGradient(0, 0, a4.width, 0);
  gradient.addColorStop(0, bank.color);
  gradient.addColorStop(1, mix(bank.color, '#ffffff', 0.3));
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, a4.width, 92);
  ctx.strokeStyle = 'rgba(255, 255, 255, 0.85)';
  ctx.lineWidth = 2.2;
  for (const radius of [8, 13, 18]) {
    ctx.beginPath();
    ctx.arc(margin + 20, 52, radius, Math.PI, Math.PI * 2);
    ctx.stroke();
  }
  sheet.text(bank.name, margin + 54, 45, { size: 18, weight: 700, color: '#ffffff' });
  sheet.text(`Account statement · ${iban}`, margin + 54, 63, {
    size: 8.5,
    color: 'rgba(255, 255, 255, 0.85)',
  });
}

function drawSummary(sheet: Sheet, account: Account, top: number): void {
  const { ctx } = sheet;
  const incoming = account.bookings.reduce((sum, { cents }) => sum + Math.max(0, cents), 0);
  const outgoing = account.bookings.reduce((sum, { cents }) => sum + Math.min(0, cents), 0);
  const tiles = [
    ['Opening balance', account.opening],
    ['Money in', incoming],
    ['Money out', outgoing],
    ['Closing balance', account.opening + incoming + outgoing],
  ] as const;
  const width = (right - margin - 24) / 4;
  tiles.forEach(([label, cents], place) => {
    const x = margin + place * (width + 8);
    ctx.fillStyle = alpha(account.bank.color, place === 3 ? 0.16 : 0.07);
    ctx.beginPath();
    ctx.roundRect(x, top, width, 48, 6);
    ctx.fill();
    sheet.text(label, x + 10, top + 17, { size: 7.5, color: faint });
    sheet.text(amount(cents), x + 10, top + 36, { size: 12.5, weight: 700, maxWidth: width - 20 });
  });
}

function drawRows(sheet: Sheet, account: Account, from: number, count: number, top: number): number {
  const leading = from === 0 ? 17 : 20;
  let y = tableHead(sheet, columns, top, account.bank.color);
  const before = from === 0 ? account.opening : (account.bookings[from - 1]?.balance ?? account.opening);
  tableRow(
    sheet,
    columns,
    ['', from === 0 ? 'Opening balance' : 'Brought forward', '', '', amount(before)],
    (y += leading),
    600,
  );
  for (const { date, text, detail, cents, balance } of account.bookings.slice(from, from + count)) {
    tableRow(sheet, columns, [date, text, detail, amount(cents), amount(balance)], (y += leading));
  }
  return y;
}

function drawPage(sheet: Sheet, account: Account, number: number, total: number): void {
  startPage(sheet, { number, total, footer: account.bank.line });
  drawHead(sheet, account);
  if (number > 1) {
    stampPage(sheet, 118);
    const end = drawRows(sheet, account, firstRows + (number - 2) * otherRows, otherRows, 152);
    if (number === total) {
      const closing =
        'Please compare this statement with your own records. It was drawn as sample data; neither the bank nor the account exists.';
      paragraph(sheet, closing, margin, Math.min(end + 30, 772), right - margin, { size: 8, color: faint });
    }
    return;
  }
  stampPage(sheet, 130);
  sheet.text(account.bank.line, margin, 122, { size: 6.5, color: faint });
  drawAddressee(sheet, account.to, margin, 144, 10.5);
  const facts = [
    ['Account', account.iban],
    ['Period', `${longDate(account.from)} – ${longDate(account.until)}`],
    ['Currency', account.to.country.currency],
  ] as const;
  facts.forEach(([label, text], row) => {
    sheet.text(label, 352, 166 + row * 25, { size: 7.5, color: faint });
    sheet.text(text, 352, 177 + row * 25, { size: 9, weight: 600, maxWidth: right - 352 });
  });
  drawSummary(sheet, account, 258);
  sheet.text('Bookings', margin, 344, { size: 13, weight: 700 });
  drawRows(sheet, account, 0, firstRows, 366);
}

/** A statement of three to twelve pages. With a page missing, the page numbers have a gap and the balances a jump. */
export function drawBankStatement(
  to: Addressee,
  { random, now }: { readonly random: Random; readonly now: number },
  missingPage: boolean,
): DrawnDocument {
  const total = random.int(3, 12);
  const opening = random.int(120_000, 1_900_000);
  const account: Account = {
    to,
    bank: random.pick(banks),
    iban: fill(random, 'ZZ00 SPEC #### #### #### ##'),
    from: daysBefore(now, 100),
    until: daysBefore(now, 9),
    opening,
    bookings: bookingsOf(random, now, firstRows + (total - 1) * otherRows - random.int(4, 20), opening),
  };
  const gone = missingPage ? random.int(2, total - 1) : 0;
  const numbers = Array.from({ length: total }, (_, index) => index + 1).filter(number => number !== gone);
  const pages = numbers.map(number => (sheet: Sheet) => drawPage(sheet, account, number, total));
  return {
    ...renderPdf(`${account.bank.name} statement`, pages),
    type: 'bank_statement',
    filename: fileOf('statement', nameOn(to), to.country),
  };
}
