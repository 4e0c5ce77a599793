import type { CaseCheck, CaseDocument, CaseItem, CommandState } from '../../../shared/ipc/index.ts';
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
