export { bursty } from './bursty.ts';
export { deterministic } from './deterministic.ts';
export { poisson } from './poisson.ts';
