import { Link2, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import type { LinkState } from '../../../shared/api/index.ts';
import { useServices } from '../services.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { stateLabels } from './link-words.ts';

/** Why the list is empty, and the way out. */
export function NoLinks({ state }: { readonly state: LinkState | undefined }) {
  const { links, newLink, sync } = useServices();
  const fetched = useStore(sync, ({ sync: now }) => now?.lastSyncedAt !== undefined);
  if (state !== undefined) {
    return (
      <EmptyState
        icon={<SearchX />}
        title={`No link is in the state “${stateLabels[state]}”`}
        actions={<Button onClick={() => links.getState().chooseState(undefined)}>Show all links</Button>}
      >
        Links move on by themselves, as applicants open and complete them and as time passes.
      </EmptyState>
    );
  }
  if (!fetched) {
    return (
      <EmptyState icon={<Link2 />} title="No links were fetched yet">
        They come by themselves as soon as the backend can be reached.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Link2 />}
      title="No links yet"
      actions={
        <Button variant="primary" onClick={() => newLink.getState().open()}>
          New link
        </Button>
      }
    >
      A link leads an applicant to a page of their own, where they give what their level asks for.
    </EmptyState>
  );
}
