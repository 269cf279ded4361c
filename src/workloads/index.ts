export { generated } from './generated.ts';
export { trace } from './trace.ts';
export { users } from './users.ts';
