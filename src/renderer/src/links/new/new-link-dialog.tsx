import { useEffect, useState, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../services.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { useStandstill } from '../in-the-way.tsx';
import { CustomerForm } from './customer-form.tsx';
import type { FormProps } from './form-parts.tsx';
import { LevelForm } from './level-form.tsx';
import { MadeLink } from './made-link.tsx';
import { createMaking } from './making.ts';
import type { NewLinkTarget } from './store.ts';

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
  const { app, bridge, links, toasts } = useServices();
  const standstill = useStandstill();
  const levels = useStore(links, state => state.levels);
  const [making] = useState(() =>
    createMaking(bridge, text => {
      // A lock ends it too, and says nothing of what was done.
      if (app.getState().app?.phase === 'ready') toasts.getState().show({ kind: 'said', text });
    }),
  );
  const { busy, problem, made } = useStore(making);
  const { make, edited, another, attend } = making.getState();
  const customer = target.kind === 'customer' ? target.customer : undefined;
  useEffect(() => attend(), [attend]);
  // Before one is made; and a try may have used the last place, or have found that somebody else did.
  const spent = problem?.kind === 'plan_limit_reached';
  useEffect(() => void links.getState().loadPlan(), [links, spent]);

  if (made) {
    const { firstName, lastName, legalName, email } = made.wanted.fields ?? {};
    const typed = [firstName, lastName, legalName].filter(Boolean).join(' ');
    return (
      <Dialog
        open
        onClose={onClose}
        holds
        title="The link is ready"
        description="Its address is shown here and nowhere else. Closing this forgets it: nothing of it is kept on this workstation."
        width="wide"
        footer={
          <>
            {!customer && <Button onClick={deliberate(another)}>Make another</Button>}
            <Button variant="primary" onClick={deliberate(onClose)}>
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
  const isPossible = standstill === undefined && (customer !== undefined || (levels ?? []).length > 0);
  const way: FormProps = { id: form, problem, onEdit: edited, onSubmit: link => void make(link) };
  return (
    <Dialog
      open
      onClose={onClose}
      title={customer ? 'New link for this customer' : 'New verification link'}
      description={
        customer
          ? 'It leads to a page of their own, which asks for what their case needs when it is opened.'
          : 'Whoever opens it gives what the level asks for, on a page of their own. It works for a limited time.'
      }
      width="wide"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} disabled={!isPossible}>
            {problem ? 'Try again' : 'Create link'}
          </Button>
        </>
      }
    >
      {customer ? <CustomerForm customer={customer} {...way} /> : <LevelForm {...way} />}
    </Dialog>
  );
}

/** The second click of a double one was meant for what stood there before: it must not throw the address away. */
const deliberate =
  (act: () => void) =>
  ({ detail }: MouseEvent): void => {
    if (detail < 2) act();
  };
