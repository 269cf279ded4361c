export { generated } from './generated.ts';
export { trace } from './trace.ts';
