/** The color with an opacity: `#rrggbb` becomes `rgba(…)`. */
export function alpha(color: string, opacity: number): string {
  const part = (from: number): number => Number.parseInt(color.slice(from, from + 2), 16);
  return `rgba(${part(1)}, ${part(3)}, ${part(5)}, ${opacity})`;
}

/** A mix of two `#rrggbb` colors; 0 is the first, 1 the second. */
export function mix(first: string, second: string, share: number): string {
  const part = (color: string, from: number): number => Number.parseInt(color.slice(from, from + 2), 16);
  const mixed = [1, 3, 5].map(from =>
    Math.round(part(first, from) * (1 - share) + part(second, from) * share),
  );
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`;
}
