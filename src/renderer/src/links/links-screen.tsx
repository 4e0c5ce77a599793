import { EyeOff, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LinkRow } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, EmptyState, Screen } from '../ui/index.ts';
import { useWorksOnCases } from '../use-works-on-cases.ts';
import { againFor } from './again.ts';
import { LinksFoot } from './links-foot.tsx';
import { LinksGrid } from './links-grid.tsx';
import styles from './links-screen.module.css';
import { PlanLine } from './plan-line.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { StateFilter } from './state-filter.tsx';

/** Every verification link that was made, and where it stands, for those who work with them. */
export function LinksScreen() {
  return useWorksOnCases() ? <SeenLinks /> : <UnseenLinks />;
}

/** An empty list would say that there are none. */
const UnseenLinks = () => (
  <Screen title="Links">
    <EmptyState icon={<EyeOff />} title="Your role does not see links">
      Analysts, supervisors and admins make links and follow them. An admin can give you such a role.
    </EmptyState>
  </Screen>
);

function SeenLinks() {
  const { links, newLink, queue, route } = useServices();
  const problem = useStore(links, state => state.problem);
  const plan = useStore(links, state => state.plan);
  const [revoking, setRevoking] = useState<LinkRow>();
  useEffect(() => {
    links.getState().reload();
    void links.getState().loadPlan();
  }, [links]);

  const openCase = ({ customerId, customerHere }: LinkRow): void => {
    if (customerId && customerHere)
      route.getState().go({ screen: 'review', customerId, view: queue.getState().view });
  };
  const again = (link: LinkRow): void => {
    const customer = againFor(link);
    if (customer) newLink.getState().open(customer);
  };

  return (
    <Screen
      title="Links"
      standing={
        plan && (
          <div className={styles.plan}>
            <PlanLine plan={plan} kind="individual" />
            <PlanLine plan={plan} kind="business" />
          </div>
        )
      }
      actions={
        <Button variant="primary" icon={<Plus />} shortcut="mod+n" onClick={() => newLink.getState().open()}>
          New link
        </Button>
      }
      filters={<StateFilter />}
      problem={problem}
      onRetry={() => links.getState().reload()}
    >
      <LinksGrid onOpen={openCase} onAgain={again} onRevoke={setRevoking} />
      <LinksFoot />
      <RevokeDialog
        link={revoking}
        onClose={closed => setRevoking(now => (now === closed ? undefined : now))}
      />
    </Screen>
  );
}
