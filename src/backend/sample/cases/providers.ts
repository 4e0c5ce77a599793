import { assertNever } from '../../../shared/result.ts';
import { itemOf, type Customer, type Document, type Item } from '../../../shared/domain/index.ts';
import type { SampleDefect } from '../plan.ts';

type Provider = Customer['providers'][number];
type Finding = Provider['findings'][number];
type Documents = readonly Pick<Document, 'id' | 'type'>[];

/** What a defect makes a provider say. `reason` is a reason of the shared table where one fits. */
export interface Symptom extends Finding {
  readonly provider: string;
  readonly state: 'clear' | 'rfi' | 'alert';
}

const documentItem = (documents: Documents, ...types: readonly Document['type'][]): Item | undefined => {
  const found = documents.find(({ type }) => types.includes(type));
  return found && itemOf('document', found.id);
};

function symptomOf(defect: SampleDefect, documents: Documents): Symptom {
  const photoId = documentItem(documents, 'passport', 'national_id', 'director_id');
  switch (defect) {
    case 'badCheckDigit':
      return { provider: 'document', state: 'alert', code: 'badDocument.digitallyEdited', item: photoId, message: 'The check digit of the document number is wrong.' };
    case 'expired':
      return { provider: 'document', state: 'rfi', code: 'badDocument.expired', item: photoId, message: 'The document has expired.' };
    case 'blurred':
      return { provider: 'document', state: 'rfi', code: 'imageQuality.blurry', item: photoId, message: 'The picture is blurred; sharpness 0.11 of 1.' };
    case 'rotatedScan':
      return { provider: 'document', state: 'clear', code: 'document.rotated', item: photoId, message: 'The scan is turned by 90 degrees.' };
    case 'missingPage':
      return { provider: 'document', state: 'rfi', code: 'badDocument.missingPage', item: documentItem(documents, 'bank_statement'), message: 'A page of the statement is missing: the page numbers have a gap.' };
    case 'nameMismatch':
      return { provider: 'data', state: 'rfi', code: 'dataMismatch.crossDocument', item: documentItem(documents, 'utility_bill'), message: 'The name on the bill is not the name on the photo ID.' };
    case 'ownersAt97':
      return { provider: 'ownership', state: 'rfi', code: 'ownership.totalNot100', item: documentItem(documents, 'shareholder_register'), message: 'The owners add up to 97 %, not 100 %.' };
    default:
      return assertNever(defect);
  }
} // prettier-ignore

export const symptomsOf = (defects: readonly SampleDefect[], documents: Documents): readonly Symptom[] =>
  defects.map(defect => symptomOf(defect, documents));

const worse = { pending: 0, clear: 1, error: 2, rfi: 3, alert: 4 } as const;

/** The outcome of every provider of the level, in agreement with the defects and the screening. */
export function providersOf(
  checks: readonly string[],
  facts: { readonly symptoms: readonly Symptom[]; readonly hits: number; readonly finishedAt?: string },
): readonly Provider[] {
  const { finishedAt } = facts;
  if (finishedAt === undefined) return checks.map(name => ({ name, state: 'pending', findings: [] }));
  return checks.map(name => {
    const own = facts.symptoms.filter(({ provider }) => provider === name);
    const findings: Finding[] = own.map(({ code, item, message }) => ({
      code,
      message,
      ...(item ? { item } : {}),
    }));
    let state: Provider['state'] = own.reduce<Provider['state']>(
      (worst, { state }) => (worse[state] > worse[worst] ? state : worst),
      'clear',
    );
    if (name === 'screening' && facts.hits > 0) {
      state = 'alert';
      findings.push({
        code: 'compliance.watchlistMatch',
        message: `${facts.hits} possible match on a watchlist.`,
      });
    }
    return { name, state, finishedAt, findings };
  });
}
