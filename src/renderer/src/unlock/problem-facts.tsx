import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { count } from '../ui/index.ts';
import styles from './lock-screen.module.css';

/** What the engine counts when something is damaged, in words. */
const countNames: Readonly<Record<string, string>> = {
  entries: 'Entries in the journal',
  saved: 'Entries that could be saved',
  unreadable: 'Entries that can’t be read',
  missing: 'Entries known before and missing now',
  backend: 'Sent from this device, by the backend’s count',
  journal: 'Sent from this device, by the journal’s count',
};

/** A count that has no words yet, by its own name: `entriesLost` as "Entries lost". */
function ownName(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The numbers of a problem and the line that an administrator will ask for. */
export function ProblemFacts({ problem }: { readonly problem: IpcProblem }) {
  const counts = Object.entries(problem.counts ?? {});
  return (
    <>
      {counts.length > 0 && (
        <dl className={styles.facts}>
          {counts.map(([name, value]) => (
            <Fact key={name} name={countNames[name] ?? ownName(name)} value={count(value)} />
          ))}
        </dl>
      )}
      {problem.detail && <p className={styles.detail}>For your administrator: {problem.detail}</p>}
    </>
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
