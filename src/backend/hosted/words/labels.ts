import type { Locale } from '../../../shared/api/index.ts';
import { documentAlternatives, documentTypes, type DocumentType } from '../../../shared/domain/index.ts';
import { formatLocale, type Words } from './index.ts';

/** What a field is called; a level's own word for it stays. */
export const fieldLabel = (
  words: Words,
  { key, label }: { readonly key: string; readonly label: string | undefined },
): string => label ?? words.data.fields[key] ?? key;

const photoIds = documentAlternatives.find(group => group.includes('passport')) ?? [];

/** A photo ID is any of several; what else serves as well as another is called by one name. */
export const alternativesOf = (type: DocumentType): readonly DocumentType[] =>
  photoIds.includes(type) ? [type, ...photoIds.filter(one => one !== type)] : [type];

/** Whether these are the kinds of ID of which any will do. */
export const isPhotoId = (types: readonly DocumentType[]): boolean =>
  types.length > 1 && types.some(type => photoIds.includes(type));

/** What a document of any of these types is called, the usual first; a level's own word for it stays. */
export function documentName(
  words: Words,
  { types, label }: { readonly types: readonly DocumentType[]; readonly label: string | undefined },
): string {
  const [type = 'other'] = types;
  if (label !== undefined && label !== documentTypes[type]) return label;
  return isPhotoId(types) ? words.documents.photoId : words.documents.types[type];
}

/** A day (ISO 8601) as people write it; what is none stays as it is. */
export function dayIn(locale: Locale, day: string): string {
  const time = Date.parse(`${day}T00:00:00.000Z`);
  return Number.isNaN(time)
    ? day
    : new Intl.DateTimeFormat(formatLocale(locale), { dateStyle: 'long', timeZone: 'UTC' }).format(time);
}
