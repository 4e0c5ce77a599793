import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CustomerKind, Level } from '../../../../shared/domain/index.ts';
import { useServices } from '../../services.ts';
import { Segmented, Spinner, TextField } from '../../ui/index.ts';
import { prefilledFields } from '../link-words.ts';
import { PlanLine } from '../plan-line.tsx';
import { InTheWay, LanguageField, localeOf, type FormProps, type Language } from './form-parts.tsx';
import styles from './form.module.css';
import { LevelChoice } from './level-choice.tsx';

const kinds = [
  { value: 'individual', label: 'Person (KYC)' },
  { value: 'business', label: 'Business (KYB)' },
] as const;

/** For somebody new: which level, in which language, and what is known of them already. */
export function LevelForm({ id, onSubmit, problem, ...way }: FormProps) {
  const { links } = useServices();
  const levels = useStore(links, state => state.levels);
  const plan = useStore(links, state => state.plan);
  const unread = useStore(links, state => state.levelsProblem);
  const [kind, setKind] = useState<CustomerKind>('individual');
  const [chosen, setChosen] = useState<Readonly<Partial<Record<CustomerKind, string>>>>({});
  const [language, setLanguage] = useState<Language>('theirs');
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    void links.getState().loadLevels();
    void links.getState().loadPlan();
  }, [links]);
  // A try may have used the last place, or have found that somebody else did.
  useEffect(() => {
    if (problem?.kind === 'plan_limit_reached') void links.getState().loadPlan();
  }, [links, problem]);

  const offered = levels?.filter(level => level.kind === kind) ?? [];
  const level: Level | undefined = offered.find(one => one.id === chosen[kind]) ?? offered[0];
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
        <Segmented label="Whom it verifies" value={kind} options={kinds} onChange={setKind} />
        {plan && <PlanLine plan={plan} kind={kind} />}
      </div>
      {level ? (
        <LevelChoice
          levels={offered}
          level={level}
          onChange={levelId => setChosen({ ...chosen, [kind]: levelId })}
        />
      ) : (
        !unread && (
          <p className={styles.muted} role="status">
            <Spinner /> Reading the levels…
          </p>
        )
      )}
      <LanguageField value={language} onChange={setLanguage} />
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
              onChange={event => setGiven({ ...given, [key]: event.target.value })}
            />
          ))}
        </fieldset>
      )}
      <InTheWay {...way} problem={problem ?? unread} />
    </form>
  );
}
