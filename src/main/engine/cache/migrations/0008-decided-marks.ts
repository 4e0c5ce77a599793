/**
 * The verdicts of a finish with what each was given on, until it is applied: what comes back when it is undone or
 * decided again. A command of before has none, so its verdicts count for nothing then. Frozen: a change is a new
 * migration.
 */
export const decidedMarks = `
ALTER TABLE command ADD COLUMN marks TEXT;
`;
