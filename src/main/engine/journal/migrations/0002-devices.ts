/** Where the sequence of the present device begins, without reading every entry. Frozen: a change is a new migration. */
export const devices = `
CREATE INDEX entry_of_device ON entry (seq) WHERE kind IN ('retired', 'registered');
`;
