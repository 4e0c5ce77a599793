/** From here on somebody is an adult; docs/CHECKS.md. */
export const adultAt = 18;

/** Whole years from a date of birth (ISO 8601) to a day. Who is born on 29 February is a year older on 1 March. */
export function ageOn(dateOfBirth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return day.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}
