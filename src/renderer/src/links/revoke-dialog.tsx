import { useState } from 'react';
import type { IpcProblem, LinkRow } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, Dialog, fullMoment, ProblemNote } from '../ui/index.ts';

interface RevokeDialogProps {
  readonly link: LinkRow | undefined;
  readonly onClose: () => void;
}

/** Asks before a link that somebody may be looking at is shut. */
export function RevokeDialog({ link, onClose }: RevokeDialogProps) {
  return link && <Open link={link} onClose={onClose} />;
}

const grid = (): HTMLElement | null => document.querySelector<HTMLElement>('[role="grid"]');

function Open({ link, onClose }: { readonly link: LinkRow; readonly onClose: () => void }) {
  const { links, toasts } = useServices();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<IpcProblem>();
  const revoke = async (): Promise<void> => {
    setBusy(true);
    const refused = await links.getState().revoke(link.id);
    setBusy(false);
    setProblem(refused);
    if (refused) return;
    toasts.getState().show({ kind: 'said', text: 'Link revoked. Its page says so to whoever opens it.' });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Revoke this link?"
      description={`${link.customerName ?? 'The applicant'} can’t open it any more, nor go on with it. What was given so far is kept.`}
      width="small"
      focusHome={grid}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="dangerSolid" busy={busy} onClick={() => void revoke()}>
            Revoke link
          </Button>
        </>
      }
    >
      <p>
        {link.levelName}, made {fullMoment(link.createdAt)}
        {link.madeBy && ` by ${link.madeBy}`}.
      </p>
      {problem && <ProblemNote problem={problem} />}
    </Dialog>
  );
}
