import type { Address, Country } from '../../people/index.ts';
import type { Sheet } from '../sheet.ts';

/** Somebody's name and address, as the head of a letter shows them. */
export interface Addressee {
  /** The parts of the name in the order in which they are written, each with the field it is read into. */
  readonly name: readonly { readonly text: string; readonly field: string }[];
  readonly address: Address;
  readonly country: Country;
  /** Prefix of the fields that the address is read into. */
  readonly prefix: 'address' | 'registeredAddress';
}

export const nameOn = (to: Addressee): string => to.name.map(({ text }) => text).join(' ');

/** Draws name and address; every part is noted where it stands. `y` is the first baseline. */
export function drawAddressee(sheet: Sheet, to: Addressee, x: number, y: number, size = 11): void {
  const whole = sheet.measure(nameOn(to), { size, weight: 600 });
  const shown = Math.max(size * 0.55, whole > 280 ? (size * 280) / whole : size);
  const gap = shown * 0.28;
  // A name in a script that runs to the left has its first part at the right.
  const parts = /\p{Script=Arabic}/u.test(nameOn(to)) ? to.name.toReversed() : to.name;
  let left = x;
  for (const { text, field } of parts) {
    const style = { size: shown, weight: 600 } as const;
    sheet.text(text, left, y, { ...style, reads: { field, value: text } });
    left += sheet.measure(text, style) + gap;
  }
  const { address, prefix } = to;
  const line = (row: number): number => y + row * size * 1.45;
  const style = { size, maxWidth: 280 } as const;
  sheet.text(address.line1, x, line(1), {
    ...style,
    reads: { field: `${prefix}.line1`, value: address.line1 },
  });
  const second = address.line2 === undefined ? 0 : 1;
  if (address.line2 !== undefined) {
    sheet.text(address.line2, x, line(2), {
      ...style,
      reads: { field: `${prefix}.line2`, value: address.line2 },
    });
  }
  const place = line(2 + second);
  const postalCode = { field: `${prefix}.postalCode`, value: address.postalCode };
  sheet.text(address.postalCode, x, place, { ...style, reads: postalCode });
  const code = sheet.measure(address.postalCode, style);
  const city = { field: `${prefix}.city`, value: address.city };
  sheet.text(address.city, x + code + size * 0.5, place, { ...style, maxWidth: 200, reads: city });
  const country = { field: `${prefix}.country`, value: address.country };
  sheet.text(to.country.name, x, line(3 + second), { ...style, reads: country });
}
