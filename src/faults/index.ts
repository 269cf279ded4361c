export { failures } from './failures.ts';
export { outages } from './outages.ts';
