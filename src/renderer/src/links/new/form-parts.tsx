import { CloudOff } from 'lucide-react';
import { problem as problemOf, type CallInput, type IpcProblem } from '../../../../shared/ipc/index.ts';
import { Note, ProblemNote, problemWords, Segmented } from '../../ui/index.ts';
import { languages } from '../link-words.ts';
import styles from './form.module.css';
import type { LinkedCustomer } from './store.ts';

export type Language = (typeof languages)[number]['value'];

export interface FormProps {
  readonly id: string;
  readonly customer: LinkedCustomer | undefined;
  readonly problem: IpcProblem | undefined;
  readonly offline: boolean;
  readonly paused: boolean;
  readonly onSubmit: (link: CallInput<'links.create'>['link']) => void;
}

/** After these nobody here knows whether the backend made it. */
const doubtful = new Set<string>([
  'backend_unreachable',
  'backend_slow',
  'backend_failing',
  'backend_unexpected',
  'backend_version',
  'cancelled',
  'engine_stopped',
]);

/** What stands in the way: said before it is tried where it is known, and after. */
export function InTheWay({ problem, offline, paused }: Pick<FormProps, 'problem' | 'offline' | 'paused'>) {
  if (offline) {
    const { title, text } = problemWords(problemOf('needs_backend', paused ? { detail: 'paused' } : {}));
    return (
      <Note alert tone="wait" icon={<CloudOff />} title={title}>
        {text}
      </Note>
    );
  }
  if (!problem) return null;
  return (
    <div className={styles.stack}>
      <ProblemNote problem={problem} />
      {doubtful.has(problem.kind) && (
        <p className={styles.muted}>
          If the link was made all the same, trying again shows that very link and makes no second one.
        </p>
      )}
    </div>
  );
}

interface LanguageFieldProps {
  readonly value: Language;
  readonly onChange: (value: Language) => void;
}

export function LanguageField({ value, onChange }: LanguageFieldProps) {
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden="true">
        Language of the page
      </span>
      <Segmented label="Language of the page" value={value} options={languages} onChange={onChange} />
    </div>
  );
}

export const localeOf = (language: Language): { locale?: Exclude<Language, 'theirs'> } =>
  language === 'theirs' ? {} : { locale: language };
