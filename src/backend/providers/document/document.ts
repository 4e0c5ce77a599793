import { itemOf, type Document, type DocumentType } from '../../../shared/domain/index.ts';
import type { Provider, ProviderInput, ProviderOutcome } from '../provider.ts';
import { parseZone, type Reader, type ZoneReading } from '../reading/index.ts';
import { judgeDocuments, judgedDocuments } from './judge.ts';
import { lookAt, type Judged, type Look } from './look.ts';
import type { Match, Print, Prints } from './prints.ts';

const sentences = {
  bytes: 'Another customer sent exactly this file.',
  number: 'Another customer sent a document with this number.',
  looks: 'Another customer sent a picture that looks the same.',
} as const satisfies Record<Match, string>;

/** IDs of one issuer look alike whoever they belong to: where no number tells, it is a remark. A face is its own. */
function duplicateOf({ id, type }: Pick<Document, 'id' | 'type'>, match: Match): Judged {
  const isProof = match !== 'looks' || type === 'selfie';
  return {
    state: isProof ? 'alert' : 'clear',
    code: isProof ? 'compliance.duplicateAccount' : 'document.looksAlike',
    item: itemOf('document', id),
    message: sentences[match],
  };
}

/** The print of each document, whatever could be read of it. Both sides of a card have the number of the side with the zone. */
function printsIn(looks: readonly Look[], year: number): readonly Print[] {
  const numbers = new Map<DocumentType, string>();
  for (const { document, zone } of looks) {
    const number = zone && numberIn(zone, year);
    if (number !== undefined) numbers.set(document.type, number);
  }
  return looks.map(({ document, hashes }) => {
    const number = numbers.get(document.type);
    return { document, ...(hashes ? { hashes } : {}), ...(number === undefined ? {} : { number }) };
  });
}

/** Issuer and number, where the check digit proves that they were read right. */
function numberIn(zone: ZoneReading, year: number): string | undefined {
  const { issuer = '', documentNumber } = parseZone(zone.format, zone.lines, year);
  return zone.checks.every(({ ok }) => ok) && documentNumber !== undefined
    ? `${issuer} ${documentNumber}`
    : undefined;
}

const rank = { clear: 0, rfi: 1, alert: 2 } as const;

/** The worst of all findings, and the findings without it. */
export function outcomeOf(judged: readonly Judged[]): Pick<ProviderOutcome, 'state' | 'findings'> {
  const state = judged.reduce<ProviderOutcome['state']>(
    (worst, one) => (rank[one.state] > rank[worst] ? one.state : worst),
    'clear',
  );
  return {
    state,
    findings: judged.map(({ code, item, message }) => ({ code, item: item ?? null, message })),
  };
}

/** Checks the documents themselves: type, check digits, expiry, pages, sides, pictures, and who else sent them. */
export const documentProvider = (reader: Reader, prints: Prints): Provider => ({
  name: 'document',
  timeoutMs: 180_000,
  run: async (input: ProviderInput, signal: AbortSignal): Promise<ProviderOutcome> => {
    const { customer, tenantId } = input;
    const year = new Date(input.at).getUTCFullYear();
    const looks = await Promise.all(
      judgedDocuments(customer).map(async document => {
        const reading = await reader.read(document, () => input.readDocument(document.id), signal);
        return lookAt(customer, { document, reading }, year);
      }),
    );
    const { judged, documents } = judgeDocuments(looks, input.at);
    const met = await prints.met(tenantId, customer.id, printsIn(looks, year));
    const duplicates = looks.flatMap(({ document }) => {
      const match = met.get(document.id);
      return match ? [duplicateOf(document, match)] : [];
    });
    return { ...outcomeOf([...judged, ...duplicates]), documents };
  },
});
