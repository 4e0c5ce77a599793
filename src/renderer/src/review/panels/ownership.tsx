import { CircleAlert, Network } from 'lucide-react';
import { countryName, type Customer } from '../../../../shared/domain/index.ts';
import { calendarDate, cx, EmptyState, Progress, Tag } from '../../ui/index.ts';
import styles from './panels.module.css';

/** Sums of percentages are compared to two decimals: 33.33 × 3 is 99.99 in the data, and said so. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Who owns a business, with the sum of the shares. */
export function OwnershipPanel({ customer }: { readonly customer: Customer }) {
  const owners = customer.beneficialOwners ?? [];
  if (owners.length === 0) {
    return (
      <EmptyState icon={<Network />} title="No owners were named">
        Ask for them with a resubmission if the level needs them.
      </EmptyState>
    );
  }
  const total = rounded(owners.reduce((sum, owner) => sum + owner.ownershipPercent, 0));
  return (
    <div className={styles.page}>
      <h2>Owners of {customer.name}</h2>
      <div className={styles.card}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Born</th>
              <th scope="col">Nationality</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {owners
              .toSorted((a, b) => b.ownershipPercent - a.ownershipPercent)
              .map(owner => (
                <tr key={owner.id}>
                  <td>
                    <b dir="auto">{owner.name}</b> {owner.isDirector && <Tag tone="mute">Director</Tag>}
                  </td>
                  <td>{owner.dateOfBirth ? calendarDate(owner.dateOfBirth) : '–'}</td>
                  <td>{owner.nationality ? countryName(owner.nationality) : '–'}</td>
                  <td>
                    <span className={styles.share}>
                      {owner.ownershipPercent.toLocaleString()} %
                      <Progress label={`Share of ${owner.name}`} value={owner.ownershipPercent / 100} />
                    </span>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
        <div className={cx(styles.total, total !== 100 && styles.wrong)}>
          <span>Together</span>
          <span>
            {total !== 100 && <CircleAlert aria-hidden="true" size={14} />} {total.toLocaleString()} %
            {total !== 100 && ', not 100 %'}
          </span>
        </div>
      </div>
    </div>
  );
}
