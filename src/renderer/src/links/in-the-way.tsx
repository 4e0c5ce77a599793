import { CloudOff } from 'lucide-react';
import { useStore } from 'zustand';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Note, ProblemNote, problemWords } from '../ui/index.ts';
import { isDoubtful, standstillOf, standstillProblem, type Standstill } from './doubt.ts';

/** Why no link can be made or revoked just now, if so. */
export const useStandstill = (): Standstill | undefined =>
  useStore(useServices().sync, ({ sync }) => standstillOf(sync));

interface InTheWayProps {
  readonly problem: IpcProblem | undefined;
  /** What follows when nobody knows whether it was done; the workstation tries none of this again by itself. */
  readonly unknown: string;
}

/** What stands in the way: said before it is tried where it is known, and after. */
export function InTheWay({ problem, unknown }: InTheWayProps) {
  const standstill = useStandstill();
  if (standstill) {
    const { title, text } = problemWords(standstillProblem(standstill));
    return (
      <Note alert tone="wait" icon={<CloudOff />} title={title}>
        {text}
      </Note>
    );
  }
  if (!problem) return null;
  if (!isDoubtful(problem)) return <ProblemNote problem={problem} />;
  return (
    <Note alert tone="no" title={problemWords(problem).title}>
      {unknown}
    </Note>
  );
}
