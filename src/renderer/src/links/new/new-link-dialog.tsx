import { useStore } from 'zustand';
import { useServices } from '../../services.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { CustomerForm } from './customer-form.tsx';
import { LevelForm } from './level-form.tsx';
import { MadeLink } from './made-link.tsx';
import type { NewLinkTarget } from './store.ts';
import { useMaking } from './use-making.ts';

const form = 'new-link';

/** Makes a verification link, from any screen. */
export function NewLinkDialog() {
  const { newLink } = useServices();
  const target = useStore(newLink, state => state.target);
  return target && <OpenDialog target={target} onClose={() => newLink.getState().close()} />;
}

interface OpenDialogProps {
  readonly target: NewLinkTarget;
  readonly onClose: () => void;
}

/** Mounted anew each time it is opened: with it goes the address that was made in it. */
function OpenDialog({ target, onClose }: OpenDialogProps) {
  const { sync } = useServices();
  const offline = useStore(sync, state => state.sync?.network === 'offline');
  const paused = useStore(sync, state => state.sync?.paused ?? false);
  const { make, another, busy, problem, made } = useMaking();
  const customer = target.kind === 'customer' ? target.customer : undefined;

  if (made) {
    const { firstName, lastName, legalName, email } = made.wanted.fields ?? {};
    const typed = [firstName, lastName, legalName].filter(Boolean).join(' ');
    return (
      <Dialog
        open
        onClose={onClose}
        title="The link is ready"
        description="Its address is shown here and nowhere else. Closing this forgets it: nothing of it is kept on this workstation."
        width="wide"
        footer={
          <>
            {!customer && <Button onClick={another}>Make another</Button>}
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        <MadeLink
          made={made}
          name={customer ? customer.name : typed || undefined}
          email={customer ? customer.email : (email ?? undefined)}
        />
      </Dialog>
    );
  }
  const Form = customer ? CustomerForm : LevelForm;
  return (
    <Dialog
      open
      onClose={onClose}
      title={customer ? 'New link for this customer' : 'New verification link'}
      description={
        customer
          ? 'They are asked only for what is missing or was requested, on a page of their own.'
          : 'Whoever opens it gives what the level asks for, on a page of their own. It works for a limited time.'
      }
      width="wide"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} disabled={offline}>
            {problem ? 'Try again' : 'Create link'}
          </Button>
        </>
      }
    >
      <Form
        id={form}
        customer={customer}
        problem={problem}
        offline={offline}
        paused={paused}
        onSubmit={link => void make(link)}
      />
    </Dialog>
  );
}
