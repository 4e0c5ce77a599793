import { useId, type ComponentProps, type ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';
import { cx } from './cx.ts';
import styles from './field.module.css';

interface Common {
  readonly label: string;
  /** Stands under the label's control: what it is for, what form it has. */
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  /** Sits inside the control's right edge. */
  readonly trailing?: ReactNode;
}

interface Names {
  readonly id: string;
  readonly describedBy: string | undefined;
}

function Frame({
  label,
  hint,
  error,
  trailing,
  children,
}: Common & { readonly children: (names: Names) => ReactNode }) {
  const id = useId();
  const describedBy = cx(error !== undefined && `${id}-error`, hint !== undefined && `${id}-hint`);
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.control}>
        {children({ id, describedBy: describedBy === '' ? undefined : describedBy })}
        {trailing && <span className={styles.trailing}>{trailing}</span>}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          <CircleAlert aria-hidden="true" /> <span>{error}</span>
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** One line of text with its label, hint and error, tied together for screen readers. */
export function TextField({
  label,
  hint,
  error,
  trailing,
  className,
  ...input
}: Common & Omit<ComponentProps<'input'>, 'id'>) {
  return (
    <Frame label={label} hint={hint} error={error} trailing={trailing}>
      {({ id, describedBy }) => (
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          {...input}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error !== undefined || undefined}
          className={cx(styles.input, className)}
        />
      )}
    </Frame>
  );
}

/** Several lines of text with label, hint and error. */
export function TextArea({
  label,
  hint,
  error,
  className,
  ...input
}: Omit<Common, 'trailing'> & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <textarea
          rows={3}
          dir="auto"
          {...input}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error !== undefined || undefined}
          className={cx(styles.input, styles.area, className)}
        />
      )}
    </Frame>
  );
}
