import type { Plan } from '../../../shared/api/index.ts';
import type { CustomerKind } from '../../../shared/domain/index.ts';
import { calendarDate, count, cx, Progress } from '../ui/index.ts';
import { planUse } from './link-words.ts';
import styles from './plan-line.module.css';

interface PlanLineProps {
  readonly plan: Plan;
  readonly kind: CustomerKind;
}

/** How much of the plan's verifications of this month are used, in words and as a bar. */
export function PlanLine({ plan, kind }: PlanLineProps) {
  const use = planUse(plan, kind);
  if (use.limit === undefined) {
    return (
      <p className={styles.line}>
        {count(use.used)} {use.kind} this month, no limit
      </p>
    );
  }
  return (
    <p className={cx(styles.line, use.full && styles.full)} role={use.full ? 'note' : undefined}>
      <Progress
        label={`${use.kind} verifications used`}
        value={use.limit === 0 ? 1 : use.used / use.limit}
        className={styles.bar}
      />
      <span>
        {use.full
          ? `All ${count(use.limit)} ${use.kind} of this month are used up, until ${calendarDate(use.until.slice(0, 10))}`
          : `${count(use.used)} of ${count(use.limit)} ${use.kind} used this month`}
      </span>
    </p>
  );
}
