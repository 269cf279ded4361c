/** Opens a request log for writing. */
import type { Stories } from '../metrics/stories.ts';
import { ByteLines } from './byteLines.ts';
import type { RequestForm } from './requestForm.ts';
import { ParquetRequests } from './requestParquet.ts';
import type { LoggedRun } from './requestRows.ts';
import type { RequestText } from './requestText.ts';
import { REQUEST_TEXTS } from './requestTexts.ts';
import { TextFile } from './textFile.ts';

export interface RequestWriter {
  add(stories: Stories, at: number): void;
  finish(): void;
  abandon(): void;
}

/** `named`: whether there are names of tenants. */
export function openRequests(form: RequestForm, path: string, run: LoggedRun, named: boolean): RequestWriter {
  return form === 'parquet'
    ? new ParquetRequests(path, run, named)
    : textRequests(REQUEST_TEXTS[form], path, run, named);
}

export function textRequests(text: RequestText, path: string, run: LoggedRun, named: boolean): RequestWriter {
  const line = text.line(run, named);
  const file = new TextFile(path);
  file.write(text.begins(run));
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
