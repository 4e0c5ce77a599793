import { Check, Circle, Clock, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Verdict } from '../../../shared/domain/index.ts';

interface Look {
  readonly word: string;
  /** What the button that gives this verdict says. */
  readonly command: string;
  readonly tone: 'ok' | 'wait' | 'no' | 'mute';
  readonly icon: ReactElement;
}

/** Each verdict's word, icon and colour; colour never stands alone. */
export const verdictLook: Readonly<Record<Verdict, Look>> = {
  unreviewed: { word: 'Not reviewed', command: 'Clear', tone: 'mute', icon: <Circle /> },
  approved: { word: 'Approved', command: 'Approve', tone: 'ok', icon: <Check /> },
  pending: { word: 'Pending', command: 'Pending', tone: 'wait', icon: <Clock /> },
  rejected: { word: 'Rejected', command: 'Reject', tone: 'no', icon: <X /> },
};
