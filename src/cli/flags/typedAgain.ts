/** The command that gives the same results, whoever types it. */
import type { Command, Typed } from '../command.ts';
import { several } from './readFlags.ts';

/** Options that say where and how something is run, not what. */
export const AROUND: ReadonlySet<string> = new Set([
  'shard',
  'queue',
  'out',
  'workers',
  'force',
  'dry-run',
  'json',
  'quiet',
]);

/** Options stand in the order of the help. */
export function typedAgain({ name, places, options }: Command, typed: Typed): string {
  const given = Object.entries(options).flatMap(([option, { bare }]) => {
    const value = typed[option];
    if (AROUND.has(option) || value === undefined) return [];
    if (value === true || value === bare?.is) return [`--${option}`];
    if (value === false) return [`--${option}=false`];
    return several(typed, option).map((one) => `--${option} ${quoted(one)}`);
  });
  return [
    'edgewise',
    name,
    ...places.flatMap((place) => several(typed, place.name).map(quoted)),
    ...given,
  ].join(' ');
}

/** As a shell has to see it. */
export function quoted(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
