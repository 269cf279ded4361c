export { bursty } from './bursty.ts';
export { deterministic } from './deterministic.ts';
export { gamma } from './gamma.ts';
export { mmpp } from './mmpp.ts';
export { poisson } from './poisson.ts';
