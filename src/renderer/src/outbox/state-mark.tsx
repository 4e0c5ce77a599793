import { Check, CircleAlert, Clock, RotateCcw, Send, Undo2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CommandState, OutboxItem } from '../../../shared/ipc/index.ts';
import { isUncertain, supersededWords } from '../decisions/index.ts';
import { cx, toneClass, type Tone } from '../ui/index.ts';
import styles from './state-mark.module.css';

const marks = {
  undoable: { icon: <Undo2 />, words: 'Can be undone', tone: 'accent' },
  queued: { icon: <Clock />, words: 'Waiting', tone: 'mute' },
  sending: { icon: <Send />, words: 'Being sent', tone: 'accent' },
  applied: { icon: <Check />, words: 'Applied', tone: 'ok' },
  parked: { icon: <CircleAlert />, words: 'Not applied', tone: 'wait' },
  undone: { icon: <Undo2 />, words: 'Undone', tone: 'mute' },
  withdrawn: { icon: <X />, words: 'Withdrawn', tone: 'mute' },
  superseded: { icon: <RotateCcw />, words: 'Replaced', tone: 'mute' },
} as const satisfies Record<CommandState, { icon: ReactNode; words: string; tone: Tone }>;

/** The state of a decision as a picture with a name. */
export function StateMark({ item }: { readonly item: OutboxItem }) {
  const { icon, tone } = marks[item.state];
  const words = markWords(item);
  return (
    <span role="img" aria-label={words} title={words} className={cx(styles.mark, toneClass(tone))}>
      {icon}
    </span>
  );
}

function markWords(item: OutboxItem): string {
  if (item.state === 'parked' && isUncertain(item.parked)) return 'Perhaps not applied';
  if (item.state === 'superseded') return supersededWords(item);
  return marks[item.state].words;
}
