export { documentProvider } from './document.ts';
export { forgetPrints, isSameLook, printsOf, type Prints } from './prints.ts';
