import { ArrowLeft } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { countryName, type Customer } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';
import { coarse, IconButton, kindLabels, moment, short, StatusTag, Tooltip } from '../ui/index.ts';
import { useServerNow } from '../use-server-now.ts';
import styles from './header.module.css';
import { RiskPopover } from './risk-popover.tsx';

interface MetaProps extends Pick<CaseView, 'customer' | 'check' | 'levelName'> {
  readonly asOf: string | undefined;
  readonly offline: boolean;
}

interface CaseHeaderProps extends MetaProps {
  readonly actions: ReactElement;
  readonly news: ReactElement;
  readonly tabs: ReactElement;
  /** Where closing leads to, in words. */
  readonly back: string;
  readonly onClose: () => void;
}

/** Who the case is about, how it stands, who holds it, and what can be done. */
export function CaseHeader({ actions, news, tabs, back, onClose, ...meta }: CaseHeaderProps) {
  return (
    <header className={styles.case}>
      <Who customer={meta.customer} back={back} onClose={onClose} />
      <div className={styles.actions}>{actions}</div>
      <Meta {...meta} />
      {news}
      {tabs}
    </header>
  );
}

type WhoProps = Pick<CaseHeaderProps, 'customer' | 'back' | 'onClose'>;

const Who = memo(function Who({ customer, back, onClose }: WhoProps) {
  return (
    <div className={styles.who}>
      <Tooltip text={back} shortcut="escape">
        <IconButton label={back} icon={<ArrowLeft />} onClick={onClose} />
      </Tooltip>
      <h1 dir="auto" title={customer.name}>
        {customer.name}
      </h1>
      <StatusTag status={customer.status} />
      <RiskPopover risk={customer.risk} />
    </div>
  );
});

function countryOf(customer: Customer): string | undefined {
  const keys =
    customer.kind === 'individual' ? ['nationality', 'countryOfResidence'] : ['incorporationCountry'];
  const code = keys.map(key => customer.fields[key]?.value).find(value => value != null);
  return code == null ? undefined : countryName(code);
}

const Meta = memo(function Meta({ customer, check, levelName, asOf, offline }: MetaProps) {
  const now = useServerNow(30_000);
  const country = countryOf(customer);
  const due =
    customer.dueAt && customer.status === 'UNDER_REVIEW' ? Date.parse(customer.dueAt) - now : undefined;
  return (
    <div className={styles.meta}>
      <span>{levelName}</span>
      <span>
        {kindLabels[customer.kind]}
        {country && ` · ${country}`}
      </span>
      <code title={customer.id}>
        {customer.id.length > 16 ? `${customer.id.slice(0, 8)}…${customer.id.slice(-4)}` : customer.id}
      </code>
      {customer.submittedAt && <span>Submitted {coarse(now - Date.parse(customer.submittedAt))} ago</span>}
      {due !== undefined && (
        <span className={due < 0 ? styles.overdue : due < 3_600_000 ? styles.soon : undefined}>
          {due < 0 ? `Overdue by ${short(-due)}` : `Due in ${short(due)}`}
        </span>
      )}
      {check.state === 'open' && (
        <span className={check.confirmed ? styles.claimed : styles.soon}>
          {check.confirmed
            ? `Claimed by you${check.expiresAt ? ` until ${moment(check.expiresAt)}` : ''}`
            : 'Started here, claim not confirmed yet'}
        </span>
      )}
      {check.state === 'claimed' && (
        <span className={styles.soon}>
          Claimed by {check.holder} until {moment(check.until)}
        </span>
      )}
      {asOf && (
        <span className={offline ? styles.soon : undefined}>
          As of {moment(asOf)}
          {offline && ', offline'}
        </span>
      )}
    </div>
  );
});
