export type { Addressee } from './addressee.ts';
export { drawBankStatement } from './bank-statement.ts';
export { drawCertificate } from './certificate.ts';
export { drawFundsLetter } from './funds-letter.ts';
export { drawRegister } from './register.ts';
export { drawUtilityBill } from './utility-bill.ts';
