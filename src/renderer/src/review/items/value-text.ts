import {
  countryName,
  documentTypes,
  fieldDefinition,
  isMrzCode,
  type CustomerKind,
} from '../../../../shared/domain/index.ts';
import { calendarDate } from '../../ui/index.ts';

const genders: Readonly<Record<string, string>> = {
  m: 'Male',
  male: 'Male',
  f: 'Female',
  female: 'Female',
  x: 'Unspecified',
  '<': 'Unspecified',
};
const answers: Readonly<Record<string, string>> = { true: 'Yes', false: 'No' };
const typeNames: Readonly<Record<string, string>> = documentTypes;

/** A field's raw value as a person reads it; a value that is not of its type is given back as it is. */
export function valueText(kind: CustomerKind, key: string, value: string): string {
  switch (fieldDefinition(kind, key)?.type) {
    case 'date':
      return calendarDate(value);
    case 'country':
      return isMrzCode(value) ? countryName(value) : value;
    case 'boolean':
      return answers[value] ?? value;
    case 'gender':
      return genders[value.toLowerCase()] ?? value;
    case 'idType':
      return typeNames[value] ?? value;
    case 'text':
    case 'email':
    case 'phone':
    case 'url':
    case undefined:
      return value;
  }
}
