import type { OutboxDetail } from '../../../shared/ipc/index.ts';
import { cx, moment, VisuallyHidden } from '../ui/index.ts';
import styles from './comparison.module.css';

interface ComparisonProps {
  readonly detail: OutboxDetail;
  readonly now: number;
}

/** Mine against the case as it is now; what differs is marked in colour and in words. */
export function Comparison({ detail, now }: ComparisonProps) {
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <caption>
          <VisuallyHidden>Your decision and the case now</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>What</VisuallyHidden>
            </th>
            <th scope="col">Your decision, {moment(detail.item.decidedAt, now)}</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {detail.comparison.map(({ label, mine, mineMark, current, currentMark, changed }) => (
            <tr key={label}>
              <th scope="row">
                {label}
                {changed && <span className={styles.flag}>changed</span>}
              </th>
              <td className={cx(changed && styles.mine)}>
                <span dir="auto">{mine}</span>
                {mineMark && <code>{mineMark}</code>}
              </td>
              <td className={cx(changed && styles.current)}>
                <span dir="auto">{current}</span>
                {currentMark && <code>{currentMark}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
