import { currentDocuments, type Customer } from '../../src/shared/domain/index.ts';
import type { Needle } from '../drive/plaintext.ts';
import { readyCases } from '../drive/ready-cases.ts';

/** Who appears in which scene. */
export interface Cast {
  readonly finished: Customer;
  readonly rejected: Customer;
  readonly askedAgain: Customer;
  /** Decided with the network cut. */
  readonly offline: readonly Customer[];
  /** Decided offline, and changed at the backend meanwhile. */
  readonly conflict: Customer;
  /** Looked at and left alone. */
  readonly looked: Customer;
}

export const offlineDecisions = 10;

/** Whether there is a document to be looked at. */
export const hasPapers = ({ documents }: Customer): boolean => currentDocuments(documents).length > 0;

/** Chooses the cases so that each scene has one that suits it; throws when the sample is too small. */
export function chooseCast(customers: readonly Customer[]): Cast {
  const ready = readyCases(customers);
  const withPapers = ready.filter(
    ({ kind, documents }) => kind === 'individual' && currentDocuments(documents).length >= 3,
  );
  const businesses = ready.filter(({ kind }) => kind === 'business');
  const [finished, rejected, askedAgain, looked] = withPapers;
  const [conflict] = businesses;
  const taken = new Set([finished, rejected, askedAgain, looked, conflict]);
  // Those with something to look at, then the shortest checks: ten offline decisions, not an afternoon.
  const offline = ready
    .filter(customer => !taken.has(customer))
    .toSorted((a, b) => Number(hasPapers(b)) - Number(hasPapers(a)))
    .slice(0, offlineDecisions);
  if (!finished || !rejected || !askedAgain || !looked || !conflict || offline.length < offlineDecisions) {
    throw new Error('the sample has too few cases that are ready for a decision; use a larger --sample');
  }
  return { finished, rejected, askedAgain, offline, conflict, looked };
}

/** First bytes that give documents of the accepted kinds away; long enough not to occur by chance in sealed bytes. */
const magics: readonly Needle[] = [
  { label: 'PDF', bytes: Buffer.from('%PDF-1.') },
  { label: 'JPEG', bytes: Buffer.from('ffd8ffe000104a464946', 'hex') },
  { label: 'PNG', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
];

/** Twenty things that lie readable at the backend and must not at the workstation. */
export function plantedNeedles(
  customers: readonly Customer[],
  secrets: Readonly<Record<string, string>>,
): readonly Needle[] {
  const text = (label: string, value: string | null | undefined): readonly Needle[] =>
    value && value.length >= 7 ? [{ label, text: value }] : [];
  const fixed = [...magics, ...Object.entries(secrets).flatMap(([label, value]) => text(label, value))];
  const personal = customers.flatMap(({ name, fields }) => [
    ...text('name', name),
    ...text('ID number', fields['idNumber']?.value),
    ...text('e-mail', fields['email']?.value),
    ...text('registration number', fields['registrationNumber']?.value),
  ]);
  return [...fixed, ...personal].slice(0, 20);
}
