export { listPrice } from './listPrice.ts';
