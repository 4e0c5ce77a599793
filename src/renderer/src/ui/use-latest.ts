import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that stays the same for as long as the component does and calls the latest one given: for handlers of memoised parts. */
export function useLatest<A extends readonly unknown[], R>(handler: (...input: A) => R): (...input: A) => R {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  return useCallback((...input: A) => latest.current(...input), []);
}
