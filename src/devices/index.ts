export { batching } from './batching.ts';
export { serial } from './serial.ts';
