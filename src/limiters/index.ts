export { slidingWindow } from './slidingWindow.ts';
export { unlimited } from './unlimited.ts';
