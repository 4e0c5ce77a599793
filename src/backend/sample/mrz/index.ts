export { wrongDigit } from './check-digit.ts';
export { nameField, stateOf, td1Lines, td3Lines, type MrzHolder } from './lines.ts';
export { transliterate } from './transliterate.ts';
