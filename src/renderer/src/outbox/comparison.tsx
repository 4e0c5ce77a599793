import { useId, useState } from 'react';
import type { ComparisonRow, OutboxDetail } from '../../../shared/ipc/index.ts';
import { Button, cx, moment, VisuallyHidden } from '../ui/index.ts';
import styles from './comparison.module.css';

interface ComparisonProps {
  readonly detail: OutboxDetail;
  readonly now: number;
}

/** Beyond this many, what is the same hides what differs. */
const fewRows = 6;

/** What differs; the rest when it is little, or when nothing differs and it is little. */
function foremost(rows: readonly ComparisonRow[]): readonly ComparisonRow[] {
  if (rows.length <= fewRows) return rows;
  const changed = rows.filter(row => row.changed);
  return changed.length > 0 ? changed : rows.slice(0, fewRows);
}

/** Mine against the case as it is now; what differs is marked in colour and in words, what does not can be shown. */
export function Comparison({ detail, now }: ComparisonProps) {
  const [all, setAll] = useState(false);
  const table = useId();
  const rows = all ? detail.comparison : foremost(detail.comparison);
  const hidden = detail.comparison.length - foremost(detail.comparison).length;
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
      {hidden > 0 && (
        <Button
          variant="quiet"
          aria-expanded={all}
          aria-controls={table}
          className={styles.more}
          onClick={() => setAll(!all)}
        >
          {all ? 'Show less' : `Show ${hidden} more that ${hidden === 1 ? 'is' : 'are'} unchanged`}
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
        <span dir="auto">{mine}</span>
        {mineMark && <code>{mineMark}</code>}
      </td>
      <td className={cx(changed && styles.current)}>
        <span dir="auto">{current}</span>
        {currentMark && <code>{currentMark}</code>}
      </td>
    </tr>
  );
}
