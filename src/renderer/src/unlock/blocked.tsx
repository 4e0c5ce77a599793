import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, count, problemWords } from '../ui/index.ts';
import { LockScreen } from './lock-screen.tsx';
import styles from './lock-screen.module.css';

interface BlockedProps {
  readonly problem: IpcProblem;
  readonly canQuit: boolean;
}

/** Work can't begin: what is wrong, in numbers where there are any, and what to do. Never a way to wipe anything. */
export function Blocked({ problem, canQuit }: BlockedProps) {
  const { app, bridge } = useServices();
  const { title, text } = problemWords(problem);
  const counts = Object.entries(problem.counts ?? {});
  return (
    <LockScreen wide>
      <div role="alert">
        <h1>{title}</h1>
        <p className={styles.lead}>{text}</p>
      </div>
      {counts.length > 0 && (
        <dl className={styles.facts}>
          {counts.map(([name, value]) => (
            <Fact key={name} name={countWords(name)} value={count(value)} />
          ))}
        </dl>
      )}
      {problem.detail && <p className={styles.detail}>For your administrator: {problem.detail}</p>}
      <div className={styles.actions}>
        <Button variant="primary" onClick={() => void app.getState().reload()}>
          Check again
        </Button>
        {canQuit && <Button onClick={() => void bridge['app.quit']({})}>Quit Sealdesk</Button>}
      </div>
    </LockScreen>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** `entriesReadable` as "Entries readable": the engine names what it counted. */
const countWords = (name: string): string => {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
