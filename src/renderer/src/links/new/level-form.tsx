import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CustomerKind, Level } from '../../../../shared/domain/index.ts';
import { useServices } from '../../services.ts';
import { Segmented, Spinner, TextField } from '../../ui/index.ts';
import { prefilledFields } from '../link-words.ts';
import { PlanLine } from '../plan-line.tsx';
import { LanguageField, localeOf, NotMade, type FormProps, type Language } from './form-parts.tsx';
import styles from './form.module.css';
import { LevelChoice } from './level-choice.tsx';

const kinds = [
  { value: 'individual', label: 'Person (KYC)' },
  { value: 'business', label: 'Business (KYB)' },
] as const;

/** As it is chosen and typed; what belongs to another kind or level is kept, for coming back to it. */
interface Wish {
  readonly kind: CustomerKind;
  readonly levels: Readonly<Partial<Record<CustomerKind, string>>>;
  readonly language: Language;
  readonly given: Readonly<Record<string, string>>;
}

/** For somebody new: which level, in which language, and what is known of them already. */
export function LevelForm({ id, problem, onEdit, onSubmit }: FormProps) {
  const { links } = useServices();
  const levels = useStore(links, state => state.levels);
  const plan = useStore(links, state => state.plan);
  const unread = useStore(links, state => state.levelsProblem);
  const [wish, setWish] = useState<Wish>({ kind: 'individual', levels: {}, language: 'theirs', given: {} });
  useEffect(() => void links.getState().loadLevels(), [links]);
  const change = (part: Partial<Wish>): void => {
    setWish({ ...wish, ...part });
    onEdit();
  };

  const { kind, language, given } = wish;
  const offered = levels?.filter(level => level.kind === kind) ?? [];
  const level: Level | undefined = offered.find(one => one.id === wish.levels[kind]) ?? offered[0];
  const known = level ? prefilledFields(level) : [];
  const fault = problem?.kind === 'invalid_input' ? problem : undefined;
  const submit = (): void => {
    if (!level) return;
    const fields = Object.fromEntries(
      known.flatMap(({ key }) => (given[key]?.trim() ? [[key, given[key].trim()]] : [])),
    );
    onSubmit({
      kind,
      levelId: level.id,
      ...localeOf(language),
      ...(Object.keys(fields).length > 0 ? { fields } : {}),
    });
  };

  return (
    <form
      id={id}
      className={styles.form}
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles.top}>
        <Segmented
          label="Whom it verifies"
          value={kind}
          options={kinds}
          onChange={next => change({ kind: next })}
        />
        {plan && <PlanLine plan={plan} kind={kind} />}
      </div>
      {level ? (
        <LevelChoice
          levels={offered}
          level={level}
          onChange={levelId => change({ levels: { ...wish.levels, [kind]: levelId } })}
        />
      ) : (
        !unread && (
          <p className={styles.muted} role="status">
            {levels ? (
              'No level was fetched yet. They come by themselves as soon as the backend can be reached.'
            ) : (
              <>
                <Spinner /> Reading the levels…
              </>
            )}
          </p>
        )
      )}
      <LanguageField value={language} onChange={next => change({ language: next })} />
      {known.length > 0 && (
        <fieldset className={styles.known}>
          <legend className={styles.label}>What you know already (optional)</legend>
          {known.map(({ key, label, type }) => (
            <TextField
              key={key}
              label={label}
              dir={type === 'email' ? 'ltr' : 'auto'}
              inputMode={type === 'email' ? 'email' : undefined}
              maxLength={200}
              value={given[key] ?? ''}
              error={
                fault?.path === `fields.${key}` ? `${label}: ${fault.detail ?? 'not in order'}` : undefined
              }
              onChange={event => change({ given: { ...given, [key]: event.target.value } })}
            />
          ))}
        </fieldset>
      )}
      <NotMade problem={problem ?? unread} />
    </form>
  );
}
