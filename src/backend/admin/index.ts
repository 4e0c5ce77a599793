export { runAdmin } from './run.ts';
export { adminCommandOf, adminUsage, type AdminCommand } from './words.ts';
