/** One server in full: what it ships with, and where each of it was read. */
import type { ServerPreset, Shipped } from '../../catalog/servers.ts';
import { plain } from '../../report/format.ts';
import { hanging, wrap } from '../../report/table.ts';
import type { Screen } from '../terminal/terminal.ts';

export function serverText(server: ServerPreset, { columns, paint }: Screen): string {
  const { name, help, device, options, budget, slots, queue, joinsLate, overhead } = server;
  const row = (what: string, value: string, { why, source }: Omit<Shipped<unknown>, 'value'>): string =>
    `${paint(what.padEnd(WIDTH), 'heading')}  ${hanging(`${value}: ${why} (${source})`, columns, ' '.repeat(WIDTH + 2))}`;
  const rows = [
    row('slots', plain(slots.value), slots),
    row('queue', queue.value === null ? 'unbounded' : plain(queue.value), queue),
    ...Object.entries(options).map(([option, from]) => row(option, String(device[option]), from)),
    ...(budget === null ? [] : [row('budget', `${plain(budget.value)} tokens a step`, budget)]),
    row('joins late', joinsLate.value ? 'yes' : 'no', joinsLate),
    row('outside', `${plain(overhead.value * 1000)} ms`, overhead),
  ];
  return [
    `${paint(name, 'heading')}  ${paint('server', 'quiet')}`,
    wrap(help, columns),
    rows.join('\n'),
    wrap(
      `fleet: [ { profile: ..., server: ${name} } ] has all of this; what is said beside it wins, as slots: 8 or device: { kind: batching, chunk: 512 }.`,
      columns,
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

const WIDTH = 10;
