const dayMs = 86_400_000;

/** "Expired 221 days ago" for a calendar date (`2026-04-14`) that is over; a document is valid on its last day. */
export function expiredWords(date: string | null | undefined, now: number): string | undefined {
  if (date == null || !/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
  const days = Math.floor((now - Date.parse(`${date}T00:00:00Z`)) / dayMs);
  if (!(days >= 1)) return undefined;
  return days === 1 ? 'Expired yesterday' : `Expired ${days.toLocaleString()} days ago`;
}
