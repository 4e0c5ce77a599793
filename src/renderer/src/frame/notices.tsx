import { X } from 'lucide-react';
import { useServices } from '../services.ts';
import type { AppState } from '../../../shared/ipc/index.ts';
import { IconButton, Note } from '../ui/index.ts';
import styles from './notices.module.css';

/** Things worth a line that do not stop work; each stays until it is put away. */
export function Notices({ notices }: { readonly notices: AppState['notices'] }) {
  const { app } = useServices();
  if (notices.length === 0) return null;
  return (
    <div className={styles.notices}>
      {notices.map(({ id, kind, text }) => (
        <Note
          key={id}
          alert
          tone={kind === 'policy' || kind === 'cache_rebuilt' ? 'accent' : 'wait'}
          title={text}
          actions={
            <IconButton
              label={`Put away: ${text}`}
              icon={<X />}
              onClick={() => void app.getState().dismissNotice(id)}
            />
          }
        />
      ))}
    </div>
  );
}
