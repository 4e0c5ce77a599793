import { useStore } from 'zustand';
import { asOf } from '../frame/sync-words.ts';
import { useServices } from '../services.ts';
import { count, Kbd, useNow } from '../ui/index.ts';
import styles from './links-foot.module.css';

/** How many, how fresh; the keys that matter here. */
export function LinksFoot() {
  const { links, sync: syncStore } = useServices();
  const total = useStore(links, state => state.total);
  const sync = useStore(syncStore, state => state.sync);
  const now = useNow(30_000);
  return (
    <footer className={styles.foot}>
      <span aria-live="polite">
        {total !== undefined && `${count(total)} link${total === 1 ? '' : 's'}`}
        {sync && ` · ${asOf(sync, now)}${sync.network === 'offline' ? ', offline' : ''}`}
      </span>
      <span className={styles.space} />
      <Hint keys={['j', 'k']} text="move" />
      <Hint keys={['enter']} text="open case" />
      <Hint keys={['l']} text="link again" />
      <Hint keys={['x']} text="revoke" />
    </footer>
  );
}

function Hint({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <span className={styles.hint}>
      {keys.map(key => (
        <Kbd key={key} keys={key} />
      ))}
      {text}
    </span>
  );
}
