/** A letter's, digit's or filler's value: 0–9, A–Z as 10–35, `<` as 0 (ICAO 9303-3, 4.9). */
function valueOf(sign: string): number {
  if (sign === '<') return 0;
  const value = Number.parseInt(sign, 36);
  if (Number.isNaN(value))
    throw new Error(`${JSON.stringify(sign)} does not belong in a machine-readable zone`);
  return value;
}

const weights = [7, 3, 1] as const;

/** The check digit of machine-readable text: weights 7, 3, 1, modulo 10 (ICAO 9303-3, 4.9). */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    sum += valueOf(text.charAt(index)) * (weights[index % 3] ?? 0);
  }
  return String(sum % 10);
}
