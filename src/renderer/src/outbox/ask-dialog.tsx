import { useId, useState, type FormEvent } from 'react';
import { Button, Dialog, TextArea, type FocusHome } from '../ui/index.ts';

interface AskDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description: string;
  readonly label: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly maxLength: number;
  /** Where the focus goes when what opened the dialog is gone with what was done. */
  readonly focusHome: FocusHome;
  /** Whether it was done; otherwise the text is kept for the next try. */
  readonly onSubmit: (text: string) => Promise<boolean>;
}

/** Asks for one text that is needed before something is done. */
export function AskDialog({
  open,
  onClose,
  title,
  description,
  label,
  action,
  danger = false,
  maxLength,
  focusHome,
  onSubmit,
}: AskDialogProps) {
  const form = useId();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const trimmed = text.trim();
    setMissing(trimmed === '');
    if (trimmed === '' || busy) return;
    setBusy(true);
    const done = await onSubmit(trimmed);
    setBusy(false);
    // On failure the pane behind says why; its note is read out.
    if (done) setText('');
    onClose();
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      focusHome={focusHome}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={danger ? 'dangerSolid' : 'primary'} type="submit" form={form} busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={event => void submit(event)}>
        <TextArea
          label={label}
          maxLength={maxLength}
          value={text}
          error={missing ? 'Say it in a few words; it is kept in the journal.' : undefined}
          onChange={event => setText(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
