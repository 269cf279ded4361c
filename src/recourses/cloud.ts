import { CLOUD, LOST, type Recourse, type RecourseContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const cloud: Plugin<Record<string, never>, RecourseContext, Recourse> = plugin(
  'to the cloud; what the cloud refuses or returns is lost',
  {},
  () => ({ after: (_, __, by) => (by === CLOUD ? LOST : CLOUD) }),
);
