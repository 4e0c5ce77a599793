import { CircleAlert, CloudDownload, FileWarning } from 'lucide-react';
import { countryName } from '../../../../shared/domain/index.ts';
import type { CaseDocument, CaseItem, CaseView } from '../../../../shared/ipc/index.ts';
import { calendarDate, cx, moment } from '../../ui/index.ts';
import type { Comparison, Reading } from './compare.ts';
import styles from './items.module.css';
import { Pieces } from './pieces.tsx';

interface ItemValueProps {
  readonly item: CaseItem;
  readonly comparison: Comparison;
  readonly document: CaseDocument | undefined;
  readonly view: CaseView;
}

/** What was given for an item, and under it what was read and found. */
export function ItemValue({ item, comparison, document, view }: ItemValueProps) {
  return (
    <div className={styles.value}>
      <Given item={item} comparison={comparison} document={document} view={view} />
      {comparison.readings.map(reading => (
        <ReadingLine key={reading.value} reading={reading} />
      ))}
      {item.findings.map(finding => (
        <small key={finding.code} className={styles.bad}>
          <CircleAlert aria-hidden="true" />
          {finding.message}
        </small>
      ))}
    </div>
  );
}

function ReadingLine({ reading }: { readonly reading: Reading }) {
  if (reading.relation === 'same') return <small>{reading.sources} agree</small>;
  return (
    <small className={cx(reading.relation === 'differs' && styles.bad)}>
      {reading.sources}{' '}
      <bdi>
        <Pieces pieces={reading.pieces} />
      </bdi>
      {reading.relation === 'transliterated' && ' · same, transliterated'}
      {reading.relation === 'differs' && ' · differs'}
    </small>
  );
}

function Given({ item, comparison, document, view }: ItemValueProps) {
  switch (item.kind) {
    case 'field':
      return comparison.provided.length === 0 ? (
        <span className={styles.missing}>Not given</span>
      ) : (
        <span dir="auto" className={styles.given}>
          <Pieces pieces={comparison.provided} />
        </span>
      );
    case 'documentType':
      return <span className={styles.missing}>Not received yet</span>;
    case 'owner': {
      const owner = view.customer.beneficialOwners?.find(({ id }) => id === item.key);
      if (!owner) return <span className={styles.given}>{item.provided ?? ''}</span>;
      const parts = [
        owner.dateOfBirth && calendarDate(owner.dateOfBirth),
        owner.nationality && countryName(owner.nationality),
        owner.isDirector && 'Director',
      ].filter(Boolean);
      return (
        <>
          <span className={styles.given}>Owns {owner.ownershipPercent.toLocaleString()} %</span>
          <small>{parts.join(' · ')}</small>
        </>
      );
    }
    case 'document':
      return document ? <GivenDocument document={document} /> : null;
  }
}

function GivenDocument({ document }: { readonly document: CaseDocument }) {
  const side = document.side && (document.side === 'front' ? 'Front' : 'Back');
  const what = [side, document.page != null && `Page ${document.page}`].filter(Boolean).join(' · ');
  return (
    <>
      <span className={styles.given} dir="auto">
        {what || document.filename}
      </span>
      <small>
        Received {moment(document.uploadedAt)}
        {document.expiresOn && ` · valid until ${calendarDate(document.expiresOn)}`}
        {document.pagesViewed.length > 0 && ' · seen'}
      </small>
      {document.local === 'damaged' && (
        <small className={styles.bad}>
          <FileWarning aria-hidden="true" /> Did not arrive as it was sent
        </small>
      )}
      {(document.local === 'waiting' || document.local === 'fetching') && (
        <small>
          <CloudDownload aria-hidden="true" /> Not on this workstation yet
        </small>
      )}
    </>
  );
}
