export { dataFindings, dataProvider } from './data.ts';
