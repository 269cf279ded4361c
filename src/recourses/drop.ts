import { LOST, type Recourse, type RecourseContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const drop: Plugin<Record<string, never>, RecourseContext, Recourse> = plugin(
  'dropped: the request ends without an answer',
  {},
  () => ({ after: () => LOST }),
);
