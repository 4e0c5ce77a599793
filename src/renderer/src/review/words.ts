import {
  documentTypes,
  documentTypeSchema,
  fieldDefinition,
  ownersItem,
  parseItem,
  reasonOf,
  type Item,
} from '../../../shared/domain/index.ts';
import type { CaseCheck, CaseDocument, CaseItem, CaseView, CommandState } from '../../../shared/ipc/index.ts';
import { isUncertain, outcomeWords } from '../decisions/index.ts';

const commandStateWords: Readonly<Record<CommandState, string>> = {
  undoable: 'can still be undone',
  queued: 'waiting to be sent',
  sending: 'being sent',
  applied: 'applied at the backend',
  parked: 'not applied: see the outbox',
  undone: 'undone',
  withdrawn: 'withdrawn',
  superseded: 'replaced',
};

/** What was decided at this workstation and where that stands: "Approved here, waiting to be sent". */
export function decidedWords(check: Extract<CaseCheck, { state: 'decided' }>): string {
  const standing = isUncertain(check.parked)
    ? 'perhaps not applied: see the outbox'
    : commandStateWords[check.commandState];
  return `${outcomeWords[check.outcome]} here, ${standing}`;
}

/** What an item is called: two sides of one ID card have names of their own. */
export function itemName(
  view: { readonly documents: readonly CaseDocument[] },
  item: Pick<CaseItem, 'item' | 'kind' | 'key' | 'label'>,
): string {
  const document = item.kind === 'document' ? view.documents.find(({ id }) => id === item.key) : undefined;
  return document ? documentTitle(document) : item.label;
}

/** A document's name as it stands over its viewer: "Passport, front". */
export function documentTitle(document: Pick<CaseDocument, 'label' | 'side' | 'page'>): string {
  const { label, side, page } = document;
  const rest = [side, page == null ? undefined : `page ${page}`].filter(part => part != null);
  return [label, ...rest.filter(part => !label.toLowerCase().includes(part))].join(', ');
}

/** The name of anything that can be asked for, also of what has no line in the check. */
export function itemLabel(view: Pick<CaseView, 'customer' | 'items' | 'documents'>, item: Item): string {
  const line = view.items.find(other => other.item === item);
  if (line) return itemName(view, line);
  const { kind, key } = parseItem(item);
  switch (kind) {
    case 'field':
      if (item === ownersItem) return 'Owners';
      return fieldDefinition(view.customer.kind, key)?.label ?? key;
    case 'owner':
      return 'An owner';
    case 'document': {
      const document = view.documents.find(({ id }) => id === key);
      return document ? documentTitle(document) : 'A document';
    }
    case 'documentType':
      return documentTypes[documentTypeSchema.parse(key)];
  }
}

export const reasonLabels = (codes: readonly string[]): string =>
  codes.map(code => reasonOf(code)?.label ?? code).join(', ');

/** What the customer reads about one thing: the analyst's own words if there are any, else the reasons' sentences. */
export const requestSentence = ({
  comment,
  reasons,
}: {
  readonly comment: string;
  readonly reasons: readonly string[];
}): string => comment.trim() || reasons.map(code => reasonOf(code)?.sentence ?? '').join(' ');
