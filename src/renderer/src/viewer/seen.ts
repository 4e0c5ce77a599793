/** A page counts as seen after it was on the screen for a second: less is passing by. */
export const seenAfterMs = 1_000;

/** Time on screen is reported at least this often, so that a crash loses little of it. */
const reportEveryMs = 5_000;

export interface PageTime {
  readonly documentId: string;
  readonly page: number;
  readonly seconds: number;
}

export interface SeenMeter {
  /** Says which pages of which document are on the screen from `now` (monotonic milliseconds) on. */
  readonly show: (documentId: string, pages: readonly number[], now: number) => void;
  /** Counts the time until `now`; reports pages that have a second or more to report. */
  readonly tick: (now: number) => void;
  /** Counts and reports what is left; nothing is on the screen any more. */
  readonly stop: (now: number) => void;
}

/**
 * Adds up how long each page was on the screen and reports it in pieces. Pieces under a second wait, but are not
 * forgotten: three looks of half a second are one look of 1.5 s.
 */
export function createSeenMeter(report: (time: PageTime) => void): SeenMeter {
  const open = new Map<string, { documentId: string; page: number; ms: number; reportedAt: number }>();
  let shown:
    { readonly documentId: string; readonly pages: readonly number[]; readonly since: number } | undefined;

  const count = (now: number): void => {
    if (!shown) return;
    const { documentId, pages, since } = shown;
    for (const page of pages) {
      const key = `${documentId} ${page}`;
      const entry = open.get(key) ?? { documentId, page, ms: 0, reportedAt: -Infinity };
      open.set(key, { ...entry, ms: entry.ms + Math.max(0, now - since) });
    }
    shown = { documentId, pages, since: now };
  };

  const flush = (now: number, everyMs: number): void => {
    for (const [key, entry] of open) {
      if (entry.ms < seenAfterMs || now - entry.reportedAt < everyMs) continue;
      open.set(key, { ...entry, ms: 0, reportedAt: now });
      report({ documentId: entry.documentId, page: entry.page, seconds: Math.round(entry.ms / 100) / 10 });
    }
  };

  return {
    show: (documentId, pages, now) => {
      count(now);
      const left =
        shown && (shown.documentId !== documentId || shown.pages.some(page => !pages.includes(page)));
      shown = { documentId, pages, since: now };
      if (left) flush(now, 0);
    },
    tick: now => {
      count(now);
      flush(now, reportEveryMs);
    },
    stop: now => {
      count(now);
      shown = undefined;
      flush(now, 0);
    },
  };
}
