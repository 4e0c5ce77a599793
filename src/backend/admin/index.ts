export { runAdmin } from './run.ts';
export { adminCommandOf, adminUsage, nameOf, takesPassword, type AdminCommand } from './words.ts';
