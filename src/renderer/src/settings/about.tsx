import type { AppState } from '../../../shared/ipc/index.ts';
import styles from './settings-screen.module.css';

const shells = {
  electron: 'Electron',
  chromium: 'Chromium stand-in, for development',
  none: 'None',
} as const satisfies Record<AppState['shell']['name'], string>;

/** What runs here and against what. */
export function About({ app }: { readonly app: AppState }) {
  return (
    <section aria-label="About" className={styles.card}>
      <h2>About</h2>
      <dl className={styles.facts}>
        <dt>Sealdesk</dt>
        <dd>{app.version}</dd>
        <dt>Shell</dt>
        <dd>
          {shells[app.shell.name]} {app.shell.version}
        </dd>
        <dt>System</dt>
        <dd>{app.platform}</dd>
        <dt>Backend</dt>
        <dd>{app.account?.backendUrl ?? '—'}</dd>
        <dt>This device</dt>
        <dd dir="auto">{app.account?.deviceName ?? '—'}</dd>
      </dl>
      {app.shell.notice && <p>{app.shell.notice}</p>}
    </section>
  );
}
