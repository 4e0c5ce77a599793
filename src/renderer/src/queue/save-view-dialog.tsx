import { useState, type FormEvent } from 'react';
import { useServices } from '../services.ts';
import { maxViewName } from '../stores/preferences.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';

interface SaveViewDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks for a name under which the present filters and order are kept. */
export function SaveViewDialog({ open, onClose }: SaveViewDialogProps) {
  const { queue, preferences, toasts } = useServices();
  const [name, setName] = useState('');
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const trimmed = name.trim();
    if (trimmed === '') return;
    setName('');
    onClose();
    const problem = await preferences.getState().saveView(trimmed, queue.getState().view);
    toasts
      .getState()
      .show(problem ? { kind: 'problem', problem } : { kind: 'said', text: `View “${trimmed}” saved.` });
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Save this view"
      description="Keeps the filters and the order, not the text in the search field."
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="save-view" disabled={name.trim() === ''}>
            Save
          </Button>
        </>
      }
    >
      <form id="save-view" onSubmit={event => void save(event)}>
        <TextField
          label="Name"
          dir="auto"
          maxLength={maxViewName}
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
