import { useId, useState } from 'react';
import type { ComparisonRow, OutboxDetail } from '../../../shared/ipc/index.ts';
import { Button, cx, moment, VisuallyHidden } from '../ui/index.ts';
import styles from './comparison.module.css';
import { comparedWords, foremost, unchangedWords } from './rows.ts';

interface ComparisonProps {
  readonly detail: OutboxDetail;
  readonly now: number;
}

/** Mine against the case as it is now; what differs is marked in colour and in words, what does not can be shown. */
export function Comparison({ detail, now }: ComparisonProps) {
  const [all, setAll] = useState(false);
  const table = useId();
  const { shown, hidden } = foremost(detail.comparison);
  const rows = all ? [...shown, ...hidden] : shown;
  return (
    <div className={styles.frame}>
      <table id={table} className={styles.table}>
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
          {rows.map((row, index) => (
            // Two owners may bear one name: a label alone is no key, and rows never trade places.
            <Row key={`${index} ${row.label}`} row={row} />
          ))}
        </tbody>
      </table>
      {hidden.length > 0 && (
        <Button
          variant="quiet"
          aria-expanded={all}
          aria-controls={table}
          className={styles.more}
          onClick={() => setAll(!all)}
        >
          {all ? 'Hide' : 'Show'} {unchangedWords(hidden.length)}
        </Button>
      )}
    </div>
  );
}

function Row({ row }: { readonly row: ComparisonRow }) {
  const { label, mine, mineMark, current, currentMark, changed } = row;
  return (
    <tr>
      <th scope="row">
        {label}
        {changed && <span className={styles.flag}>changed</span>}
      </th>
      <td className={cx(changed && styles.mine)}>
        <span dir="auto">{comparedWords(mine)}</span>
        {mineMark && <code>{mineMark}</code>}
      </td>
      <td className={cx(changed && styles.current)}>
        <span dir="auto">{comparedWords(current)}</span>
        {currentMark && <code>{currentMark}</code>}
      </td>
    </tr>
  );
}
