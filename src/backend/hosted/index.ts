export { hostedPages } from './routes.ts';
