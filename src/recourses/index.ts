export { cloud } from './cloud.ts';
export { drop } from './drop.ts';
