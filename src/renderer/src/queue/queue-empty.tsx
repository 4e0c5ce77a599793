import { Inbox, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import type { QueueView } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { isFiltered } from './view-words.ts';

/** Why the list is empty, and the way out. */
export function QueueEmpty({ view }: { readonly view: QueueView }) {
  const { queue, sync } = useServices();
  const syncing = useStore(sync, state => state.sync?.activity === 'initial');
  const { setView } = queue.getState();
  const text = view.filter.text;
  if (text !== undefined) {
    const narrowed = isFiltered({ ...view, filter: { ...view.filter, text: undefined } });
    return (
      <EmptyState
        icon={<SearchX />}
        title={`Nothing found for “${text}”`}
        actions={
          narrowed && (
            <Button variant="primary" onClick={() => setView({ ...view, filter: { text } })}>
              Search all cases
            </Button>
          )
        }
      >
        {narrowed
          ? 'Only cases of this view were searched.'
          : 'Names are found in any script and spelling, numbers and IDs from their beginning.'}
      </EmptyState>
    );
  }
  if (syncing) {
    return (
      <EmptyState icon={<Inbox />} title="The first cases are on their way">
        You can begin as soon as they appear; the rest arrives while you work.
      </EmptyState>
    );
  }
  return isFiltered(view) ? (
    <EmptyState
      icon={<Inbox />}
      title="No case in this view"
      actions={<Button onClick={() => setView({ ...view, filter: {} })}>Show all cases</Button>}
    >
      Everything that these filters ask for is done, or was never there.
    </EmptyState>
  ) : (
    <EmptyState icon={<Inbox />} title="No cases yet">
      New cases appear here by themselves as soon as they are at the backend.
    </EmptyState>
  );
}
