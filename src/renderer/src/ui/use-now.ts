import { useEffect, useState } from 'react';

/** The time in milliseconds, renewed every `intervalMs`: for words like "4 s ago" and for countdowns. */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
