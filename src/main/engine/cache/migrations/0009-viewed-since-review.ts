/**
 * Pages count for the review in which they were seen: the end of the one before it, as the case said then. Frozen: a
 * change is a new migration.
 */
export const viewedSinceReview = `
ALTER TABLE viewed_page ADD COLUMN last_review TEXT;
`;
