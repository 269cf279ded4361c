/** A log of requests in each of its forms: a file that takes one request after another. */
import type { Stories } from '../metrics/stories.ts';
import { ByteLines } from './byteLines.ts';
import type { RequestForm } from './requestForm.ts';
import { csvRow } from './requestCsv.ts';
import { jsonLine } from './requestJson.ts';
import { ParquetRequests } from './requestParquet.ts';
import type { LoggedRun } from './requestRows.ts';
import { TextFile } from './textFile.ts';

/** A log that is being written. */
export interface RequestWriter {
  add(stories: Stories, at: number): void;
  finish(): void;
  abandon(): void;
}

type Open = (path: string, run: LoggedRun, named: boolean) => RequestWriter;

/** `named` where there is a column for names of tenants. */
export const openRequests: Readonly<Record<RequestForm, Open>> = {
  parquet: (path, run, named) => new ParquetRequests(path, run, named),
  csv: (path, run, named) => lines(path, csvRow(run, named)),
  jsonl: (path, run) => {
    const { scenario, cell, replication, seed } = run;
    const head = { log: 'edgewise.log/1', simulated: true, scenario, cell, replication, seed };
    return lines(path, jsonLine(run), `${JSON.stringify(head)}\n`);
  },
};

/** A line for each request, written by `line`. */
function lines(
  path: string,
  line: (to: ByteLines, stories: Stories, at: number) => void,
  head = '',
): RequestWriter {
  const file = new TextFile(path);
  file.write(head);
  const to = new ByteLines((bytes) => file.writeBytes(bytes));
  return {
    add: (stories, at) => line(to, stories, at),
    finish: () => {
      to.flush();
      file.finish();
    },
    abandon: () => file.abandon(),
  };
}
