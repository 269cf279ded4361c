/** All that a plugin has to know: the contracts, what factories are handed, and the codes and lengths both speak of. */
export type { Dates } from './logs/dates.ts';
export type { Source } from './logs/source.ts';
export * from './contexts.ts';
export * from './contracts.ts';
export * from './desk.ts';
export * from './kernel/codes.ts';
export * from './kernel/machine.ts';
