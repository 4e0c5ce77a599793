import { Check } from 'lucide-react';
import { cx, VisuallyHidden } from '../ui/index.ts';
import styles from './step-list.module.css';
import { steps, type Step } from './store.ts';

const names = {
  backend: 'Backend',
  signIn: 'Sign in',
  passphrase: 'Passphrase',
  sync: 'First sync',
} as const satisfies Record<Step, string>;

/** Where one is on the way. */
export function StepList({ current }: { readonly current: Step }) {
  const at = steps.indexOf(current);
  return (
    <ol className={styles.steps} aria-label="Steps">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === at ? 'step' : undefined}
          className={cx(styles.step, index === at && styles.current, index < at && styles.done)}
        >
          <span aria-hidden="true" className={styles.number}>
            {index < at ? <Check /> : index + 1}
          </span>
          {names[step]}
          {index < at && <VisuallyHidden>, done</VisuallyHidden>}
        </li>
      ))}
    </ol>
  );
}
