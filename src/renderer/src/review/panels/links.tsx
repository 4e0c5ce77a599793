import { linkStateAt } from '../../../../shared/api/index.ts';
import type { CaseView } from '../../../../shared/ipc/index.ts';
import { expiryWords, LinkStateTag } from '../../links/index.ts';
import { fullMoment } from '../../ui/index.ts';
import { useServerNow } from '../../use-server-now.ts';
import styles from './panels.module.css';

/** The links that were made for the customer, the newest first: by whom, when, and what came of each. */
export function LinksPanel({ links }: Pick<CaseView, 'links'>) {
  const now = useServerNow(1000);
  return (
    <div className={styles.page}>
      <ul className={styles.list}>
        {links.map(link => {
          const left = expiryWords(link, now);
          return (
            <li key={link.id} className={styles.card}>
              <h3>
                <span>
                  Link made {fullMoment(link.createdAt)}
                  {link.madeBy && (
                    <>
                      {' '}
                      by <bdi>{link.madeBy}</bdi>
                    </>
                  )}
                </span>
                <LinkStateTag state={linkStateAt(link, now)} />
              </h3>
              <p className={styles.facts}>
                {left !== '' && <span>Works for {left} more</span>}
                <span>
                  {link.openedAt ? `Opened ${fullMoment(link.openedAt)}` : 'Not opened by the applicant'}
                </span>
                {link.completedAt && <span>Completed {fullMoment(link.completedAt)}</span>}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
