import { Command, Lock } from 'lucide-react';
import type { AppState } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Avatar, IconButton, Tooltip } from '../ui/index.ts';
import { SearchBox } from './search-box.tsx';
import { SyncPill } from './sync-pill.tsx';
import styles from './top-bar.module.css';

/** Search, sync state, who is working here in which role, lock. */
export function TopBar({ user }: { readonly user: AppState['user'] }) {
  const { app, keys } = useServices();
  return (
    <header className={styles.bar}>
      <SearchBox />
      <Tooltip text="Run a command" shortcut="mod+k">
        <IconButton
          label="Run a command"
          shortcut="mod+k"
          icon={<Command />}
          onClick={() => keys.run('palette.open')}
        />
      </Tooltip>
      <span className={styles.space} />
      <SyncPill />
      {user && (
        <div className={styles.who}>
          <Avatar name={user.name} />
          <span className={styles.role}>{user.roles.join(', ')}</span>
        </div>
      )}
      <Tooltip text="Lock" shortcut="mod+l">
        <IconButton
          label="Lock"
          shortcut="mod+l"
          icon={<Lock />}
          onClick={() => void app.getState().lock()}
        />
      </Tooltip>
    </header>
  );
}
