export { cloudOnly } from './cloudOnly.ts';
export { leastQueue } from './leastQueue.ts';
export { loadAware } from './loadAware.ts';
export { powerOf } from './powerOf.ts';
export { random } from './random.ts';
export { roundRobin } from './roundRobin.ts';
export { weighted } from './weighted.ts';
