import {
  ownersItem,
  parseItem,
  reasonOf,
  reviewItems,
  serves,
  currentDocuments,
  type Customer,
  type Item,
  type Level,
} from '../../shared/domain/index.ts';

export interface MissingItem {
  readonly item: Item;
  readonly label: string;
  readonly why: string;
  readonly customerSentence: string;
}

function notGiven(customer: Customer, level: Level): readonly MissingItem[] {
  return reviewItems(customer, level)
    .filter(({ required, missing }) => required && missing)
    .map(({ item, kind, label }) => ({
      item,
      label,
      why: `${level.name} needs it.`,
      customerSentence: kind === 'field' ? `Please tell us: ${label}.` : `Please send us: ${label}.`,
    }));
}

/** Sides that a level asks for and that no current document shows; a document without a side shows all. */
function missingSides(customer: Customer, level: Level): readonly MissingItem[] {
  const current = currentDocuments(customer.documents);
  return level.documents.flatMap(({ type, label, required, sides }) => {
    const given = current.filter(document => serves(document.type, type));
    if (!required || given.length === 0 || given.some(({ side }) => side == null)) return [];
    const absent = sides.filter(side => !given.some(document => document.side === side));
    return absent.map(side => ({
      item: `documentType:${type}`,
      label: `${label}, ${side}`,
      why: `${level.name} needs both sides.`,
      customerSentence: `Please send us the ${side} of your document: ${label}.`,
    }));
  });
}

function requested(customer: Customer, level: Level): readonly MissingItem[] {
  if (customer.status !== 'NEEDS_ADDITIONAL_INFORMATION') return [];
  const labels = new Map(reviewItems(customer, level).map(({ item, label }) => [item, label]));
  return (customer.rfi?.items ?? [])
    .filter(({ answeredAt }) => answeredAt == null)
    .map(({ item, reasons, customerComment }) => {
      const known = reasons.map(reasonOf).filter(reason => reason !== undefined);
      const sentences = known.map(({ sentence }) => sentence);
      return {
        item,
        label: labels.get(item) ?? (item === ownersItem ? 'Beneficial owners' : parseItem(item).key),
        why: known.map(({ label }) => label).join(', ') || 'Requested by a reviewer.',
        customerSentence: customerComment ?? (sentences.join(' ') || 'Please send us this again.'),
      };
    });
}

/** What is still to come from the customer: what the level needs and what a reviewer asked for. */
export function missingItems(customer: Customer, level: Level): readonly MissingItem[] {
  const asked = requested(customer, level);
  const items = new Set(asked.map(({ item }) => item));
  const needed = [...notGiven(customer, level), ...missingSides(customer, level)];
  return [...asked, ...needed.filter(({ item }) => !items.has(item))];
}
