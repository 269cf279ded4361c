export { cloud } from './cloud.ts';
export { drop } from './drop.ts';
export { elsewhere } from './elsewhere.ts';
export { inFlight } from './inFlight.ts';
export { later } from './later.ts';
