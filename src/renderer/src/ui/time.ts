const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' });
const number = new Intl.NumberFormat();

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** A moment in the person's own format: the time today, date and time on other days. */
export function moment(timestamp: string, now: number = Date.now()): string {
  const then = new Date(timestamp);
  return sameDay(then, new Date(now)) ? time.format(then) : dateTime.format(then);
}

/** Date and time, always both. */
export const fullMoment = (timestamp: string): string => dateTime.format(new Date(timestamp));

/** A calendar date (`2026-04-14`), which has no time zone; anything else is given back as it is. */
export function calendarDate(value: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return value;
  const parsed = Date.parse(`${value}T00:00:00Z`);
  return Number.isNaN(parsed) ? value : date.format(parsed);
}

/** A count with the person's own digit grouping. */
export const count = (value: number): string => number.format(value);
