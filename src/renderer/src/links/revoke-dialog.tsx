import { useRef, useState } from 'react';
import type { IpcProblem, LinkRow } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, Dialog, fullMoment } from '../ui/index.ts';
import { InTheWay, useStandstill } from './in-the-way.tsx';
import styles from './revoke-dialog.module.css';

interface RevokeDialogProps {
  readonly link: LinkRow | undefined;
  /** The one for this link is done with; by then it may be open for another one. */
  readonly onClose: (link: LinkRow) => void;
}

/** Asks before a link that somebody may be looking at is shut. */
export function RevokeDialog({ link, onClose }: RevokeDialogProps) {
  return link && <Open link={link} onClose={() => onClose(link)} />;
}

const grid = (): HTMLElement | null => document.querySelector<HTMLElement>('[role="grid"]');

function Open({ link, onClose }: { readonly link: LinkRow; readonly onClose: () => void }) {
  const { links, toasts } = useServices();
  const standstill = useStandstill();
  const keep = useRef<HTMLButtonElement>(null);
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
      initialFocus={keep}
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="dangerSolid"
            busy={busy}
            disabled={standstill !== undefined}
            onClick={() => void revoke()}
          >
            Revoke link
          </Button>
        </>
      }
    >
      <p className={styles.what}>
        {link.levelName}, made {fullMoment(link.createdAt)}
        {link.madeBy && ` by ${link.madeBy}`}.
      </p>
      <InTheWay
        problem={problem}
        unknown="Whether the link was revoked is not known here. Try again: a revoked link stays revoked."
      />
    </Dialog>
  );
}
