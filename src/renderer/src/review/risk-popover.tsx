import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { Risk } from '../../../shared/domain/index.ts';
import { cx, Popover, Progress, riskTones } from '../ui/index.ts';
import styles from './header.module.css';

/** "documentAuthenticity" in words. */
const spaced = (code: string): string => {
  const words = code
    .replace(/[._-]/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The risk score; opens to what it is made of. */
export function RiskPopover({ risk }: { readonly risk: Risk }) {
  const factors = risk.factors.toSorted((a, b) => b.contribution - a.contribution);
  return (
    <Popover
      title={`Why ${risk.score} of 100`}
      trigger={
        <button type="button" className={cx(styles.risk, styles[riskTones[risk.band]])}>
          {risk.band === 'low' ? <ShieldCheck aria-hidden="true" /> : <ShieldAlert aria-hidden="true" />}
          Risk {risk.score} · {risk.band}
        </button>
      }
    >
      <ul className={styles.factors}>
        {factors.map(factor => (
          <li key={factor.code}>
            <div>
              <b>{spaced(factor.code)}</b>
              <span>
                {factor.contribution} of {factor.weight}
              </span>
            </div>
            <Progress
              label={spaced(factor.code)}
              value={factor.weight === 0 ? 0 : factor.contribution / factor.weight}
            />
            <p>{factor.evidence}</p>
          </li>
        ))}
      </ul>
      <p className={styles.bands}>
        Low below 30, medium from 30, high from 60. The score never decides alone.
      </p>
    </Popover>
  );
}
