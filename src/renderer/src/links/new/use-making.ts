import { useState } from 'react';
import type { CallInput, CallOutput, IpcProblem } from '../../../../shared/ipc/index.ts';
import { useServices } from '../../services.ts';
import { useLatest } from '../../ui/index.ts';

type Wanted = CallInput<'links.create'>['link'];
export type Made = CallOutput<'links.create'>;

interface Asked {
  readonly key: string;
  readonly text: string;
}

/**
 * Making one link. The key is minted at the click and kept for as long as the same is asked for: a lost answer that is
 * asked for again is about the same link.
 */
export function useMaking() {
  const { bridge } = useServices();
  const [asked, setAsked] = useState<Asked>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<IpcProblem>();
  const [made, setMade] = useState<Made & { readonly wanted: Wanted }>();

  const make = useLatest(async (link: Wanted): Promise<void> => {
    if (busy) return;
    const text = JSON.stringify(link);
    const key = asked?.text === text ? asked.key : crypto.randomUUID();
    setAsked({ key, text });
    setBusy(true);
    const answer = await bridge['links.create']({ key, link });
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setMade({ ...answer.value, wanted: link });
  });

  const another = (): void => {
    setMade(undefined);
    setAsked(undefined);
    setProblem(undefined);
  };

  return { make, another, busy, problem, made };
}
