import { useRef, useState } from 'react';
import { Button, Dialog } from '../ui/index.ts';
import { ReasonPicker } from './reason-picker.tsx';

interface ReasonDialogProps {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly onClose: () => void;
  readonly onChoose: (chosen: readonly string[]) => void;
}

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
          <Button variant="primary" onClick={() => onChoose(draft)}>
            {draft.length === 1 ? 'Use 1 reason' : `Use ${draft.length} reasons`}
          </Button>
        </>
      }
    >
      <ReasonPicker chosen={draft} onChange={setDraft} searchRef={search} />
    </Dialog>
  );
}
