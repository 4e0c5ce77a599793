/**
 * What nobody types: control characters but line breaks and tabs, and the signs that turn the direction of what follows
 * (U+202A–E, U+2066–9), with which one text can look like another. Joiners and the marks of a direction stay: names
 * need them.
 */
const controls = /[[\p{Cc}\u202A-\u202E\u2066-\u2069]--[\n\t]]/v;
const everyControl = new RegExp(controls, 'gv');

/** Whether a text holds such signs; the backend takes none with them. */
export const holdsControls = (text: string): boolean => controls.test(text);

/** The text as the backend takes it: without such signs, and with a UTF-8 form (RFC 8785 knows no other). */
export const plainText = (text: string): string => text.toWellFormed().replaceAll(everyControl, '');
