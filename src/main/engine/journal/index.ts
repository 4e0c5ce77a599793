export { createJournal } from './open.ts';
export type { JournalOptions } from './place.ts';
export {
  journalBodySchema,
  type BodyOf,
  type JournalBody,
  type JournalEntry,
  type JournalKind,
} from './entries.ts';
export type { Journal, JournalHead } from './types.ts';
