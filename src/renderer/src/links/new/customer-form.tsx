import { useState } from 'react';
import { kindLabels } from '../../ui/index.ts';
import { InTheWay, LanguageField, localeOf, type FormProps, type Language } from './form-parts.tsx';
import styles from './form.module.css';

/** For a customer who is here already there is little to say: what it asks for follows from their case. */
export function CustomerForm({ id, customer, onSubmit, ...way }: FormProps) {
  const [language, setLanguage] = useState<Language>('theirs');
  if (!customer) return null;
  const { customerId, kind, levelId, levelName, name, asksFor } = customer;
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
          <p>It asks for whatever is missing or requested when it is opened.</p>
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
      <LanguageField value={language} onChange={setLanguage} />
      <p className={styles.muted}>
        A customer’s first link uses one verification of your plan, further ones use none.
      </p>
      <InTheWay {...way} />
    </form>
  );
}
