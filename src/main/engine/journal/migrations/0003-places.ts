/** Where a place of the device's sequence was given, without reading every entry. Frozen: a change is a new migration. */
export const places = `
CREATE INDEX entry_by_place ON entry (device_seq) WHERE device_seq IS NOT NULL;
`;
