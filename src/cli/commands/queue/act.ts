/** How a queue stands, for a person or a program. */
import { capital, counted } from '../../../kernel/words.ts';
import type { QueueStatus, VersionSeen } from '../../../queue/broker.ts';
import { Lasting } from '../../../queue/lasting.ts';
import { openQueue } from '../../../queue/open.ts';
import { columnsOf } from '../../../report/columns.ts';
import { table } from '../../../report/table.ts';
import type { Typed } from '../../command.ts';
import { DONE, Fault } from '../../fault.ts';
import { build } from '../../package.ts';
import { queueAddress } from '../../flags/queueAddress.ts';
import type { Screen, Terminal } from '../../terminal/terminal.ts';

export async function runQueue(typed: Typed, { out, err }: Terminal): Promise<number> {
  const action = String(typed['action']);
  if (action !== 'status') throw new Fault(`edgewise queue: there is no ${action}; there is status`);
  const address = queueAddress(typed, 'queue status');
  const version = build();
  const broker = await openQueue(address, { version });
  try {
    const lasting = new Lasting(address, (text) => err.write(`${text}\n`));
    const status = (await lasting.of(() => broker.status()))!;
    if (typed['json'] === true)
      out.write(`${JSON.stringify({ schema: 'edgewise.queue/1', version, ...status }, null, 2)}\n`);
    else out.write(statusText(status, version, address.shown, out));
    return DONE;
  } finally {
    await broker.close();
  }
}

function statusText(
  { server, versions, answers, files }: QueueStatus,
  version: string,
  shown: string,
  screen: Screen,
): string {
  const { paint } = screen;
  const head = `${paint(shown, 'heading')}  ${paint(server, 'quiet')}\n`;
  const kept = [
    answers === 0 ? '' : `${capital(counted(answers, 'answer'))} that nobody has fetched yet\n`,
    files === 0 ? '' : `${capital(counted(files, 'log'))} kept for workers\n`,
  ].join('');
  if (versions.length === 0) return `${head}Nothing waits, and nobody works\n${kept}`;
  const parts = versions.map((one) => {
    const { waiting, running, dead, workers } = one;
    const title = `Version ${one.version}${one.version === version ? ', this one' : ''}`;
    const tasks = `${counted(waiting, 'task')} waiting, ${running} at work${dead === 0 ? '' : `, ${dead} given up: their workers died`}`;
    return `${paint(title, 'heading')}\n${tasks}\n${workers.length === 0 ? 'no worker\n' : workersTable(one, screen)}`;
  });
  return `${head}\n${parts.join('\n')}${kept === '' ? '' : `\n${kept}`}`;
}

function workersTable({ workers }: VersionSeen, { columns: width, paint }: Screen): string {
  const columns = columnsOf(workers, [
    ['worker', '', ({ name }) => name, 'left'],
    ['threads', '', ({ threads }) => String(threads)],
    ['at work', '', ({ busy }) => String(busy)],
  ]);
  return `${table(columns, { width, keys: 1, paint })}\n`;
}
