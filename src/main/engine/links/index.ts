export { createLinks, type Links } from './links.ts';
export { linkRows } from './rows.ts';
