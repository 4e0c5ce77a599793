import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { QueueView } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, IconButton, Popover } from '../ui/index.ts';
import styles from './views.module.css';
import { shippedViews } from './view-words.ts';

/** Views by name: those that are always there and one's own. */
export function Views({ onSave }: { readonly onSave: () => void }) {
  const { queue, preferences, toasts } = useServices();
  const own = useStore(preferences, state => state.views);
  const [open, setOpen] = useState(false);
  const apply = (view: QueueView): void => {
    queue.getState().setView(view);
    setOpen(false);
  };
  const remove = async (name: string): Promise<void> => {
    const problem = await preferences.getState().removeView(name);
    if (problem) toasts.getState().show({ kind: 'problem', problem });
  };
  return (
    <Popover
      label="Views"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button icon={<Bookmark aria-hidden="true" />}>Views</Button>}
    >
      <div className={styles.views}>
        <ul aria-label="Views">
          {shippedViews.map(({ name, view }) => (
            <li key={name} className={styles.row}>
              <button type="button" className={styles.name} onClick={() => apply(view)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
        {own.length > 0 && <h3 className={styles.heading}>Your views</h3>}
        <ul aria-label="Your views">
          {own.map(({ name, view }) => (
            <li key={name} className={styles.row}>
              <button type="button" className={styles.name} onClick={() => apply(view)}>
                <span dir="auto">{name}</span>
              </button>
              <IconButton label={`Remove view ${name}`} icon={<Trash2 />} onClick={() => void remove(name)} />
            </li>
          ))}
        </ul>
        <div className={styles.foot}>
          <Button
            variant="quiet"
            onClick={() => {
              setOpen(false);
              onSave();
            }}
          >
            Save this view…
          </Button>
        </div>
      </div>
    </Popover>
  );
}
