export { concurrency } from './concurrency.ts';
export { fixedWindow } from './fixedWindow.ts';
export { slidingWindow } from './slidingWindow.ts';
export { tokenBucket } from './tokenBucket.ts';
export { unlimited } from './unlimited.ts';
