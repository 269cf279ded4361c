/** Colours, where the user wants them. */
import { styleText } from 'node:util';
import { unpainted, type Paint, type TextRole } from '../../report/table.ts';

const STYLES: Readonly<Record<TextRole, Parameters<typeof styleText>[0]>> = {
  heading: 'bold',
  good: 'green',
  bad: ['red', 'bold'],
  unsure: 'yellow',
  quiet: 'dim',
};

export function paintWith(colour: boolean): Paint {
  if (!colour) return unpainted;
  return (text, role) => (text === '' ? '' : styleText(STYLES[role], text, { validateStream: false }));
}

/** NO_COLOR and FORCE_COLOR as everybody reads them. */
export function hasColor(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
