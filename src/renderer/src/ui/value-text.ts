import { countryName, documentTypes, isMrzCode, type FieldType } from '../../../shared/domain/index.ts';
import { calendarDate } from './time.ts';

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

/** A raw value of a type as a person reads it; a value that is not of its type is given back as it is. */
export function valueText(type: FieldType | undefined, value: string): string {
  switch (type) {
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
