import {
  countryName,
  fieldDefinition,
  type Customer,
  type ItemContent,
} from '../../../../shared/domain/index.ts';
import type { CaseItem } from '../../../../shared/ipc/index.ts';
import { calendarDate, valueText } from '../../ui/index.ts';

/** The earlier value in the words in which the row shows the new one; what is the same in both is left out. */
export function beforeWords(
  before: ItemContent,
  item: Pick<CaseItem, 'key' | 'provided' | 'extracted'>,
  kind: Customer['kind'],
): string | undefined {
  switch (before.kind) {
    case 'field': {
      const type = fieldDefinition(kind, item.key)?.type;
      if ((before.value ?? '') !== (item.provided ?? ''))
        return before.value ? valueText(type, before.value) : 'not given';
      const read = [...new Set(before.extracted.map(({ value }) => valueText(type, value)))];
      return read.length > 0 ? `read as ${read.join(', ')}` : 'nothing was read for it';
    }
    case 'owner': {
      const { name, ownershipPercent, dateOfBirth, nationality, isDirector } = before.owner;
      return [
        name,
        `${ownershipPercent.toLocaleString()} %`,
        dateOfBirth && calendarDate(dateOfBirth),
        nationality && countryName(nationality),
        isDirector && 'Director',
      ]
        .filter(Boolean)
        .join(' · ');
    }
    case 'document':
      return 'another file';
    case 'nothing':
      return 'not given';
  }
}
