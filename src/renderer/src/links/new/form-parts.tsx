import type { CallInput, IpcProblem } from '../../../../shared/ipc/index.ts';
import { Segmented } from '../../ui/index.ts';
import { InTheWay } from '../in-the-way.tsx';
import { languages } from '../link-words.ts';
import styles from './form.module.css';

export type Language = (typeof languages)[number]['value'];

export interface FormProps {
  readonly id: string;
  readonly problem: IpcProblem | undefined;
  /** What will be asked for is not what was. */
  readonly onEdit: () => void;
  readonly onSubmit: (link: CallInput<'links.create'>['link']) => void;
}

/** Why none is made. */
export const NotMade = ({ problem }: Pick<FormProps, 'problem'>) => (
  <div className={styles.way}>
    <InTheWay
      problem={problem}
      unknown="Whether the link was made is not known here. If it was, trying again with nothing changed shows that very link, and makes no second one."
    />
  </div>
);

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
