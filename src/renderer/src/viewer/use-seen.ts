import { useCallback, useEffect, useRef, useState } from 'react';
import { createSeenMeter, type PageTime } from './seen.ts';

/**
 * Measures how long pages are on the screen. Returns the pages seen since the viewer opened, by document, and what
 * to call when other pages come into view. A hidden window sees nothing.
 */
export function useSeen(documentId: string | undefined, report: (time: PageTime) => void) {
  const latest = useRef(report);
  useEffect(() => {
    latest.current = report;
  });
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [meter] = useState(() =>
    createSeenMeter(time => {
      setSeen(known => new Set(known).add(`${time.documentId} ${time.page}`));
      latest.current(time);
    }),
  );
  const pages = useRef<readonly number[]>([]);

  const onPages = useCallback(
    (next: readonly number[]) => {
      pages.current = next;
      if (documentId !== undefined) meter.show(documentId, document.hidden ? [] : next, performance.now());
    },
    [meter, documentId],
  );

  useEffect(() => {
    const visibility = () => onPages(pages.current);
    const timer = setInterval(() => meter.tick(performance.now()), 500);
    document.addEventListener('visibilitychange', visibility);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', visibility);
      meter.stop(performance.now());
    };
  }, [meter, onPages]);

  return { seen, onPages };
}
