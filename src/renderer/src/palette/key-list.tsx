import { useState } from 'react';
import { useStore } from 'zustand';
import { actionIds, actionOf, useAction, type ActionDefinition } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { Dialog, Kbd } from '../ui/index.ts';
import styles from './key-list.module.css';

/** Two columns of about the same length. */
const columns = [
  ['General', 'Queue', 'Links'],
  ['Review', 'Documents', 'Outbox'],
] as const satisfies readonly (readonly ActionDefinition['group'][])[];

/** Every key of every screen. */
export function KeyList() {
  const { preferences } = useServices();
  const singleKeys = useStore(preferences, state => state.singleKeys);
  const [open, setOpen] = useState(false);
  useAction('keys.show', () => setOpen(true));
  return (
    <Dialog
      open={open}
      onClose={() => setOpen(false)}
      width="large"
      title="Keys"
      description={
        singleKeys
          ? 'Single letters can be switched off in the settings.'
          : 'Single letters are switched off; switch them on in the settings.'
      }
    >
      <div className={styles.columns}>
        {columns.map(groups => (
          <div key={groups[0]}>
            {groups.map(group => (
              <KeyGroup key={group} group={group} />
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function KeyGroup({ group }: { readonly group: ActionDefinition['group'] }) {
  return (
    <section className={styles.group}>
      <h3>{group}</h3>
      <dl>
        {actionIds
          .filter(id => actionOf(id).group === group && actionOf(id).keys.length > 0)
          .map(id => (
            <div key={id} className={styles.row}>
              <dt>{actionOf(id).label}</dt>
              <dd>
                {actionOf(id).keys.map(keys => (
                  <Kbd key={keys} keys={keys} />
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
