import type { FieldType } from '../../../shared/domain/index.ts';

/** Words beside which a value stands on documents. Folded: lower case, without marks and punctuation. */
export interface Label {
  readonly words: readonly string[];
  /** The fields that may have it, the first that the kind of customer knows is taken; none: it only ends another value. */
  readonly fields: readonly string[];
  readonly type: FieldType | 'number';
}

const label = (type: Label['type'], fields: readonly string[], ...words: readonly string[]): Label => ({
  type,
  fields,
  words,
});

/** English first, then German, French and Spanish: what the OCR's letters and the hosted page's languages cover. */
export const labels: readonly Label[] = [
  label('text', ['lastName'], 'surname', 'surnames', 'last name', 'family name', 'nachname', 'familienname', 'nom', 'apellidos'),
  label('text', ['firstName'], 'given names', 'given name', 'first name', 'first names', 'forenames', 'vorname', 'vornamen', 'prenom', 'prenoms', 'nombre', 'nombres'),
  label('date', ['dateOfBirth'], 'date of birth', 'birth date', 'born on', 'geburtsdatum', 'geburtstag', 'date de naissance', 'fecha de nacimiento'),
  label('country', ['nationality'], 'nationality', 'staatsangehorigkeit', 'nationalite', 'nacionalidad'),
  label('gender', ['gender'], 'sex', 'gender', 'geschlecht', 'sexe', 'sexo'),
  label('number', ['idNumber'], 'passport no', 'passport number', 'card no', 'card number', 'document no', 'document number', 'licence no', 'licence number', 'id number', 'identity number', 'passnummer', 'ausweisnummer', 'no du passeport', 'numero de documento'),
  label('date', ['idExpiry'], 'date of expiry', 'expiry date', 'expires on', 'valid until', 'valid to', 'gultig bis', 'ablaufdatum', 'date d expiration', 'fecha de caducidad'),
  label('text', ['legalName'], 'company name', 'name of company', 'legal name', 'firma', 'denomination sociale', 'razon social', 'this is to certify that'),
  label('number', ['registrationNumber'], 'registration number', 'registration no', 'company number', 'company registration number', 'registernummer', 'handelsregisternummer', 'numero d immatriculation', 'numero de registro'),
  label('number', ['taxNumber', 'taxId'], 'tax number', 'tax id', 'tax identification number', 'vat number', 'steuernummer', 'numero fiscal'),
  label('date', ['incorporationDate'], 'date of incorporation', 'incorporated on', 'incorporation date', 'grundungsdatum', 'date de constitution', 'fecha de constitucion'),
  label('country', ['incorporationCountry'], 'country', 'country of incorporation', 'incorporated in', 'land', 'pays', 'pais'),
  label('text', ['legalForm'], 'legal form', 'rechtsform', 'forme juridique', 'forma juridica'),
  label('text', ['registeredAddress.line1'], 'registered office', 'registered address', 'sitz', 'siege social', 'domicilio social'),
  label('text', ['address.line1'], 'address', 'residence', 'anschrift', 'wohnort', 'adresse', 'domicilio'),
  label('text', [], 'type', 'country code', 'place of birth', 'date of issue', 'issued on', 'authority', 'holder s signature', 'postal code and place', 'height', 'customer number', 'invoice', 'period', 'date', 'account', 'currency', 'capital', 'passport', 'identity card', 'is entered in the register and was incorporated as follows'),
]; // prettier-ignore

/** A text as labels are compared: folded, and what stands in brackets or after a stroke left away. */
export const asLabel = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

export interface FoundLabel {
  readonly label: Label;
  /** How many words of the line belong to it. */
  readonly words: number;
}

const byWords = new Map(labels.flatMap(one => one.words.map(words => [words, one] as const)));
const longest = Math.max(...[...byWords.keys()].map(words => words.split(' ').length));

/** The label with which a line of words begins; undefined where it begins with none. */
export function labelAt(words: readonly string[]): FoundLabel | undefined {
  for (let count = Math.min(longest, words.length); count > 0; count -= 1) {
    const found = byWords.get(asLabel(words.slice(0, count).join(' ')));
    if (found) return { label: found, words: count };
  }
  return undefined;
}
