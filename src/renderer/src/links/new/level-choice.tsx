import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import { checkLabel, type Level } from '../../../../shared/domain/index.ts';
import styles from './form.module.css';

interface LevelChoiceProps {
  readonly levels: readonly Level[];
  readonly level: Level;
  readonly onChange: (levelId: string) => void;
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const summary = ({ fields, documents }: Level): string =>
  [counted(fields.length, 'field'), documents.length > 0 && counted(documents.length, 'document')]
    .filter(Boolean)
    .join(', ');

/** The levels to choose from, and all that the chosen one asks for and checks. */
export function LevelChoice({ levels, level, onChange }: LevelChoiceProps) {
  return (
    <div className={styles.levels}>
      <RadioGroup
        aria-label="Level"
        className={styles.choices}
        value={level.id}
        onValueChange={next => {
          if (typeof next === 'string') onChange(next);
        }}
      >
        {levels.map(one => (
          <Radio.Root key={one.id} value={one.id} className={styles.choice} aria-label={one.name}>
            <span className={styles.dot} aria-hidden="true" />
            <b>{one.name}</b>
            <span className={styles.muted}>{summary(one)}</span>
          </Radio.Root>
        ))}
      </RadioGroup>
      <section className={styles.asks} aria-label={`What ${level.name} asks for`}>
        <Part title="Fields">
          {level.fields.map(({ key, label, required }) => (
            <Name key={key} label={label} required={required} />
          ))}
        </Part>
        {level.documents.length > 0 && (
          <Part title="Documents">
            {level.documents.map(({ type, label, required }, index) => (
              <Name key={`${index} ${type}`} label={label} required={required} />
            ))}
          </Part>
        )}
        <Part title="Checks">
          {level.checks.map(name => (
            <Name key={name} label={checkLabel(name)} required />
          ))}
        </Part>
        <p className={styles.muted}>
          A link works for {counted(level.linkTtlHours, 'hour')}.
          {level.fourEyes && ' A second person confirms each decision.'}
        </p>
      </section>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.names}>{children}</ul>
    </div>
  );
}

function Name({ label, required }: { readonly label: string; readonly required: boolean }) {
  return (
    <li>
      {label}
      {!required && <span className={styles.muted}> (optional)</span>}
    </li>
  );
}
