import { CircleAlert, CloudDownload, FileWarning } from 'lucide-react';
import { countryName, type Customer, type Mime } from '../../../../shared/domain/index.ts';
import type { CaseDocument, CaseItem } from '../../../../shared/ipc/index.ts';
import { calendarDate, coarse, cx, fullMoment, useNow } from '../../ui/index.ts';
import { ChangedSince } from './changed-since.tsx';
import type { Comparison, Reading } from './compare.ts';
import { expiredWords } from './expired-words.ts';
import styles from './items.module.css';
import { Pieces } from './pieces.tsx';

interface ItemValueProps {
  readonly item: CaseItem;
  readonly comparison: Comparison;
  readonly document: CaseDocument | undefined;
  readonly customer: Customer;
}

/** What was given for an item, and under it what was read and found. */
export function ItemValue({ item, comparison, document, customer }: ItemValueProps) {
  const expired = useExpired(item, document);
  return (
    <div className={styles.value}>
      <Given item={item} comparison={comparison} document={document} customer={customer} />
      <ChangedSince item={item} kind={customer.kind} />
      {comparison.readings.map(reading => (
        <ReadingLine key={reading.value} reading={reading} />
      ))}
      {expired !== undefined && (
        <small className={styles.bad}>
          <CircleAlert aria-hidden="true" />
          {expired}
        </small>
      )}
      {item.findings.map(finding => (
        <small key={finding.code} className={styles.bad}>
          <CircleAlert aria-hidden="true" />
          {finding.message}
        </small>
      ))}
    </div>
  );
}

/** That a date is over; left to the provider's own finding where there is one. */
function useExpired(item: CaseItem, document: CaseDocument | undefined): string | undefined {
  const now = useNow(3_600_000);
  if (item.findings.some(({ code }) => code === 'badDocument.expired')) return undefined;
  return expiredWords(item.key === 'idExpiry' ? item.provided : document?.expiresOn, now);
}

/** Longer lists of sources are counted instead; the whole list is a hover away. */
const mostLetters = 26;

function ReadingLine({ reading }: { readonly reading: Reading }) {
  const all = reading.sources.join(', ');
  const short = reading.sources.length === 1 || all.length <= mostLetters;
  const sources = short ? all : `${reading.sources.length} sources`;
  if (reading.relation === 'same') {
    return (
      <small title={all}>
        {sources} {reading.sources.length === 1 ? 'agrees' : 'agree'}
      </small>
    );
  }
  return (
    <small title={all} className={cx(reading.relation === 'differs' && styles.bad)}>
      {sources}{' '}
      <bdi>
        <Pieces pieces={reading.pieces} />
      </bdi>
      {reading.relation === 'transliterated' && ' · same, transliterated'}
      {reading.relation === 'cutOff' && ' · same, cut off for want of room'}
      {reading.relation === 'otherScript' && ' · other script, compare by eye'}
      {reading.relation === 'differs' && ' · differs'}
    </small>
  );
}

function Given({ item, comparison, document, customer }: ItemValueProps) {
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
      const owner = customer.beneficialOwners?.find(({ id }) => id === item.key);
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

const formats: Readonly<Record<Mime, string>> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/tiff': 'TIFF',
};

const fileWords = ({ mime, size }: CaseDocument): string =>
  size < 1_000_000
    ? `${formats[mime]}, ${Math.max(1, Math.round(size / 1000)).toLocaleString()} kB`
    : `${formats[mime]}, ${(size / 1_000_000).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;

function GivenDocument({ document }: { readonly document: CaseDocument }) {
  const now = useNow(60_000);
  return (
    <>
      <span className={styles.given} title={document.filename}>
        {fileWords(document)}
      </span>
      <small title={fullMoment(document.uploadedAt)}>
        Received {coarse(now - Date.parse(document.uploadedAt))} ago
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
          <CloudDownload aria-hidden="true" /> Not on this workstation yet, so it can’t be approved
        </small>
      )}
    </>
  );
}
