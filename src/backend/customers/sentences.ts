import type { Locale } from '../../shared/api/index.ts';
import {
  fieldDefinition,
  reasonOf,
  type BeneficialOwner,
  type CustomerKind,
  type DocumentSide,
  type DocumentType,
  type RequestedThing,
} from '../../shared/domain/index.ts';
import { formatLocale, wordsIn } from '../hosted/words/index.ts';
import { alternativesOf, dayIn, documentName, fieldLabel } from '../hosted/words/labels.ts';

/** What a customer is told, in the words that the applicant's page has for it. */
export type Sentence = (locale: Locale) => string;

export interface NamedField {
  readonly key: string;
  /** As the level calls it. */
  readonly label: string;
}

export interface NamedDocument {
  readonly type: DocumentType;
  /** As the level calls it; absent: as it is called everywhere. */
  readonly label?: string;
  readonly side?: DocumentSide;
}

export const tellField =
  (kind: CustomerKind, { key, label }: NamedField): Sentence =>
  locale => {
    const own = label === fieldDefinition(kind, key)?.label ? undefined : label;
    const words = wordsIn[locale];
    // Some fields are questions, and end as those do.
    return words.missing.tell(fieldLabel(words, { key, label: own })).replace(/(?<=[?؟])\.$/, '');
  };

/** What a level asks for, which may be any that serves as well. */
export const sendDocument =
  ({ type, label, side }: NamedDocument): Sentence =>
  locale => {
    const words = wordsIn[locale];
    // Of a card that was begun, the side of just that.
    const types = side === undefined ? alternativesOf(type) : [type];
    const name = documentName(words, { types, label });
    return words.missing.send(side === undefined ? name : `${name} (${words.documents[side]})`);
  };

export const tellOfOwner =
  (what: readonly ('name' | 'dateOfBirth' | 'nationality')[], { name }: BeneficialOwner): Sentence =>
  locale => {
    const { missing, owners, data } = wordsIn[locale];
    const told = what.map(key => (key === 'name' ? owners.fullName : (data.fields[key] ?? key)));
    const all = new Intl.ListFormat(formatLocale(locale)).format(told);
    return missing.tell(`${all}${name.trim() === '' ? '' : ` (${name.trim()})`}`);
  };

export const sendPeople =
  (count: number): Sentence =>
  locale =>
    wordsIn[locale].missing.people(count);

export const sendBefore =
  (day: string): Sentence =>
  locale =>
    wordsIn[locale].missing.expiring(dayIn(locale, day));

/** What a reason says to a customer. */
export const sayReason =
  (reason: string): Sentence =>
  locale =>
    wordsIn[locale].reasons[reason] ?? reasonOf(reason)?.sentence ?? '';

/** What was asked for, and why: what the reasons say, and beside them what the reviewer wrote to the customer. */
export const sayRequest =
  ({ reasons, customerComment }: Pick<RequestedThing, 'reasons' | 'customerComment'>): Sentence =>
  locale => {
    const { request, reasons: sentences, colon } = wordsIn[locale];
    const known = [...new Set(reasons.flatMap(reason => sentences[reason] ?? []))];
    const said = known.length > 0 ? known : [request.again];
    const comment = customerComment?.trim() ? [`${request.comment}${colon} ${customerComment.trim()}`] : [];
    return [...said, ...comment].join(' ');
  };
