export { isMinorSomewhere } from './age.ts';
export { agrees } from './compare.ts';
export { dataFindings, dataProvider } from './data.ts';
