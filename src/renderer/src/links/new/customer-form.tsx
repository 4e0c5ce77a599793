import { useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../services.ts';
import { kindLabels } from '../../ui/index.ts';
import { PlanLine } from '../plan-line.tsx';
import { LanguageField, localeOf, NotMade, type FormProps, type Language } from './form-parts.tsx';
import styles from './form.module.css';
import type { LinkedCustomer } from './store.ts';

interface CustomerFormProps extends FormProps {
  readonly customer: LinkedCustomer;
}

/** For a customer who is here already there is little to say: what it asks for follows from their case. */
export function CustomerForm({ id, customer, problem, onEdit, onSubmit }: CustomerFormProps) {
  const { links } = useServices();
  const plan = useStore(links, state => state.plan);
  const [language, setLanguage] = useState<Language>('theirs');
  const { customerId, kind, levelId, levelName, name, asksFor, counted } = customer;
  return (
    <form
      id={id}
      className={styles.form}
      onSubmit={event => {
        event.preventDefault();
        onSubmit({ kind, levelId, customerId, ...localeOf(language) });
      }}
    >
      <div className={styles.card}>
        <b dir="auto">{name ?? 'A customer without a name yet'}</b>
        <p className={styles.muted}>
          {kindLabels[kind]} · {levelName}
        </p>
        {asksFor === undefined || asksFor.length === 0 ? (
          <p>
            Until they have handed everything in, it goes through all that the level asks for, with what was
            given filled in; after that it asks only for what is missing or was requested.
          </p>
        ) : (
          <>
            <h3>It asks for</h3>
            <ul className={styles.names}>
              {asksFor.map((words, index) => (
                <li key={`${index} ${words}`}>{words}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <LanguageField
        value={language}
        onChange={next => {
          setLanguage(next);
          onEdit();
        }}
      />
      {counted ? (
        <p className={styles.muted}>
          It uses nothing of your plan: this customer was counted with their first link.
        </p>
      ) : (
        <div className={styles.top}>
          <p className={styles.muted}>As this customer’s first link it uses one verification of your plan.</p>
          {plan && <PlanLine plan={plan} kind={kind} />}
        </div>
      )}
      <NotMade problem={problem} />
    </form>
  );
}
