const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time as spoken, in its largest unit: "4 s", "38 m", "2 h 04 m", "3 d". Negative counts as none. */
export function short(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} m`;
  if (ms < 10 * hour) {
    const minutes = Math.floor((ms % hour) / minute);
    return minutes === 0
      ? `${Math.floor(ms / hour)} h`
      : `${Math.floor(ms / hour)} h ${String(minutes).padStart(2, '0')} m`;
  }
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/** The one unit that matters: "4 s", "38 m", "3 h", "2 d". */
export function coarse(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} m`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/** For sentences, rounded up so that a countdown never says zero too early: "1 second", "3 minutes". */
export function inWords(milliseconds: number): string {
  const seconds = Math.ceil(Math.max(0, milliseconds) / second);
  const [count, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
