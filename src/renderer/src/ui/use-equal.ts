import { useState } from 'react';
import { keepEqual } from '../stores/keep-equal.ts';

/** Plain data that stays the same value until it is another: what is made of a part of a case need not be made anew with all of it. */
export function useEqual<T>(value: T): T {
  const [kept, setKept] = useState(value);
  const next = keepEqual(kept, value);
  if (next !== kept) setKept(() => next);
  return next;
}
