/** What `edgewise COMMAND --help` says. */
import { wrap, type Paint } from '../report/table.ts';
import { usage, type Command } from './command.ts';
import { list } from './terminal/list.ts';

export function help(command: Command, columns: number, paint: Paint): string {
  const { options, places, examples, more } = command;
  const width = Math.min(columns, 110);
  const groups = new Map<string, [string, string][]>();
  if (places.length > 0)
    groups.set(
      '',
      places.map(({ name, help: says }) => [name.toUpperCase(), says]),
    );
  for (const [name, { value, bare, help: says, group = 'Options' }] of Object.entries(options)) {
    if (!groups.has(group)) groups.set(group, []);
    groups
      .get(group)!
      .push([`--${name}${value === undefined ? '' : bare ? ` [${value}]` : ` ${value}`}`, says]);
  }
  const first = Math.max(0, ...[...groups.values()].flat().map(([typed]) => typed.length));
  const listed = [...groups].map(([heading, rows]) => {
    const body = list(rows, { width, paint, first });
    return heading === '' ? body : `${paint(heading, 'heading')}\n${body}`;
  });
  return `${[
    paint(`edgewise ${usage(command)}`, 'heading'),
    wrap(command.help, width),
    ...listed,
    ...(examples.length > 0 ? [`${paint('Examples', 'heading')}\n${list(examples, { width, paint })}`] : []),
    ...(more === undefined ? [] : [wrap(more, width)]),
  ].join('\n\n')}\n`;
}
