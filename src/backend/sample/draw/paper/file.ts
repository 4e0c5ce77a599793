import type { Country } from '../../people/index.ts';

/** A file's name as a customer's scanner or bank might have given it. */
export function fileOf(what: string, whose: string, country: Country): string {
  const slug = [...whose]
    .slice(0, 28)
    .join('')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return `${what}-${slug}-${country.code.toLowerCase()}.pdf`;
}
