import { noteSchema, type Note } from '../../../shared/api/changes.ts';
import type { Database } from '../ports.ts';
import { text } from './columns.ts';

export function putNote(database: Database, note: Note): void {
  database
    .prepare('INSERT OR REPLACE INTO note (id, customer_id, at, json) VALUES (?, ?, ?, ?)')
    .run(note.id, note.customerId, note.at, JSON.stringify(note));
}

/** Oldest first. */
export const readNotes = (database: Database, customerId: string): readonly Note[] =>
  database
    .prepare('SELECT json FROM note WHERE customer_id = ? ORDER BY at, id')
    .all(customerId)
    .map(row => noteSchema.parse(JSON.parse(text(row, 'json'))));
