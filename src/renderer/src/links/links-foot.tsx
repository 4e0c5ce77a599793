import { useStore } from 'zustand';
import { asOf } from '../frame/sync-words.ts';
import { useServices } from '../services.ts';
import { count, ListFoot, useNow } from '../ui/index.ts';

const hints = [
  [['j', 'k'], 'move'],
  [['enter'], 'open case'],
  [['l'], 'link again'],
  [['x'], 'revoke'],
] as const;

/** How many, how fresh; the keys that matter here. */
export function LinksFoot() {
  const { links, sync: syncStore } = useServices();
  const total = useStore(links, state => state.total);
  const sync = useStore(syncStore, state => state.sync);
  const now = useNow(30_000);
  return (
    <ListFoot hints={hints}>
      <span>
        {/* Read out when it changes; the time would be at every sync. */}
        <span aria-live="polite">
          {total !== undefined && `${count(total)} link${total === 1 ? '' : 's'}`}
        </span>
        {sync && ` · ${asOf(sync, now)}${sync.network === 'offline' ? ', offline' : ''}`}
      </span>
    </ListFoot>
  );
}
