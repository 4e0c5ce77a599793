/** From here on somebody is an adult; docs/CHECKS.md. */
export const adultAt = 18;

/** Whole years from a date of birth (ISO 8601) to a day. Who is born on 29 February is a year older on 1 March. */
export function ageOn(dateOfBirth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return day.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

const dayMs = 24 * 3600_000;

/** The day (ISO 8601) so many days later. */
const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * dayMs).toISOString().slice(0, 10);

/** Whether it is a minor wherever they are: a birthday begins 14 hours before that day does in UTC. */
export const isMinorEverywhere = (dateOfBirth: string, today: string): boolean =>
  ageOn(dateOfBirth, shifted(today, 1)) < adultAt;

/** Whether it may be a minor somewhere: a day has begun everywhere 12 hours after it did in UTC, and lasts there. */
export const isMinorSomewhere = (dateOfBirth: string, today: string): boolean =>
  ageOn(dateOfBirth, shifted(today, -1)) < adultAt;
