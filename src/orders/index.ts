export { deadline } from './deadline.ts';
export { fifo } from './fifo.ts';
export { priority } from './priority.ts';
export { shortest } from './shortest.ts';
