import { CloudDownload, Inbox, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import type { QueueView } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { emptyKind } from './empty-kind.ts';

/** Why the list is empty, and the way out. */
export function QueueEmpty({ view }: { readonly view: QueueView }) {
  const { queue, sync } = useServices();
  const kind = useStore(sync, state => emptyKind(view, state.sync));
  const { setView } = queue.getState();
  const { text } = view.filter;
  switch (kind) {
    case 'notFound':
      return (
        <EmptyState icon={<SearchX />} title={`Nothing found for “${text}”`}>
          Names are found in any script and spelling, numbers and IDs from their beginning.
        </EmptyState>
      );
    case 'notFoundInView':
      return (
        <EmptyState
          icon={<SearchX />}
          title={`Nothing found for “${text}”`}
          actions={
            <Button variant="primary" onClick={() => setView({ ...view, filter: { text } })}>
              Search all cases
            </Button>
          }
        >
          Only cases of this view were searched.
        </EmptyState>
      );
    case 'arriving':
      return (
        <EmptyState icon={<CloudDownload />} title="The first cases are on their way">
          You can begin as soon as they appear; the rest arrives while you work.
        </EmptyState>
      );
    case 'notFetched':
      return (
        <EmptyState icon={<CloudDownload />} title="No cases were fetched yet">
          They come by themselves as soon as the backend can be reached.
        </EmptyState>
      );
    case 'filtered':
      return (
        <EmptyState
          icon={<Inbox />}
          title="No case in this view"
          actions={<Button onClick={() => setView({ ...view, filter: {} })}>Show all cases</Button>}
        >
          Everything that these filters ask for is done, or was never there.
        </EmptyState>
      );
    case 'none':
      return (
        <EmptyState icon={<Inbox />} title="No cases yet">
          New cases appear here by themselves as soon as they are at the backend.
        </EmptyState>
      );
  }
}
