import { useRef, useState } from 'react';
import { Button, Dialog } from '../ui/index.ts';
import { ReasonPicker } from './reason-picker.tsx';

interface ReasonDialogProps {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly onClose: () => void;
  readonly onChoose: (chosen: readonly string[]) => void;
}

const useWords = (count: number): string =>
  count === 0 ? 'Use no reason' : `Use ${count} reason${count === 1 ? '' : 's'}`;

/** All reasons in a dialog; nothing changes before it is confirmed. */
export function ReasonDialog({ label, chosen, onClose, onChoose }: ReasonDialogProps) {
  const [draft, setDraft] = useState(chosen);
  const search = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open
      onClose={onClose}
      width="large"
      initialFocus={search}
      title={`Reasons: ${label}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={draft.length === 0 && chosen.length === 0}
            onClick={() => onChoose(draft)}
          >
            {useWords(draft.length)}
          </Button>
        </>
      }
    >
      <ReasonPicker chosen={draft} onChange={setDraft} searchRef={search} />
    </Dialog>
  );
}
