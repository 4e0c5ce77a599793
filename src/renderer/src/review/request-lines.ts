import { answersOf, askedBy, type Item } from '../../../shared/domain/index.ts';
import type { CaseDocument, CaseView } from '../../../shared/ipc/index.ts';
import { itemLabel, reasonLabels, requestSentence } from './words.ts';

type Asked = Pick<CaseView, 'customer' | 'items' | 'documents'>;

/** One thing that the customer was asked for, and what they answered. */
export interface AskedLine {
  readonly item: Item;
  readonly label: string;
  readonly reasons: string;
  /** What the customer reads: why, and what to do. */
  readonly sentence: string;
  readonly answeredAt: string | undefined;
  /** The documents that are the answer; none where it is a value. */
  readonly answers: readonly CaseDocument[];
  /** What was asked about and has been replaced since. */
  readonly replaced: CaseDocument | undefined;
  /** The line of the check where this is judged; undefined while there is none. */
  readonly judgedAt: Item | undefined;
}

/** The newest request of a case, while it is open and until the case it came back to is decided. */
export function askedLines({ customer, items, documents }: Asked): readonly AskedLine[] {
  const { rfi } = customer;
  if (!rfi) return [];
  return rfi.items.map(thing => {
    const { item, reasons, customerComment, answeredAt } = thing;
    const ids = answersOf(thing, rfi, customer.documents).map(({ id }) => id);
    const answers = ids.flatMap(id => documents.filter(document => document.id === id));
    const places: readonly Item[] = [...answers.map(({ id }) => `document:${id}`), item];
    return {
      item,
      label: itemLabel({ customer, items, documents }, item),
      reasons: reasonLabels(reasons),
      sentence: requestSentence({ reasons, comment: customerComment ?? '' }),
      answeredAt: answeredAt ?? undefined,
      answers,
      replaced: documents.find(({ id, current }) => !current && item === `document:${id}`),
      judgedAt: places.find(place => items.some(known => known.item === place)),
    };
  });
}

/** Who asked, as a person would say it. */
export const askerWords = ({ customer, people }: Pick<CaseView, 'customer' | 'people'>): string => {
  const by = askedBy(customer);
  return by === undefined ? 'the checks, not a person' : (people[by] ?? 'a colleague');
};

/** The answered thing after the one that is looked at, from the last to the first again. */
export function nextAnswered(lines: readonly AskedLine[], looked: Item | undefined): AskedLine | undefined {
  const answered = lines.filter(({ answeredAt, judgedAt }) => answeredAt !== undefined && judgedAt);
  const at = answered.findIndex(({ judgedAt }) => judgedAt === looked);
  return answered[(at + 1) % Math.max(1, answered.length)];
}
