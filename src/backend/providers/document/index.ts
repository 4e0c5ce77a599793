export { documentProvider } from './document.ts';
export { forgetPrints, printsOf, type Prints } from './prints.ts';
