/** Logs every request of one run: a row each, in order of arrival. */
import { Stories } from '../metrics/stories.ts';
import type { Listener } from '../model.ts';
import type { RequestForm } from './requestForm.ts';
import type { LoggedRun } from './requestRows.ts';
import { openRequests, type RequestWriter } from './requestWriters.ts';

interface RequestLogOptions extends Omit<LoggedRun, 'devices' | 'tenants'> {
  readonly form: RequestForm;
  /** Whether there is a column for names of tenants. */
  readonly named: boolean;
}

export class RequestLog {
  readonly #path: string;
  readonly #options: RequestLogOptions;
  #writer: RequestWriter | null = null;

  constructor(path: string, options: RequestLogOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** `devices` are their names, `tenants` those of a log. */
  listener(devices: readonly string[], tenants: readonly string[] = []): Listener {
    const { form, named, ...run } = this.#options;
    const writer = openRequests(form, this.#path, { ...run, devices, tenants }, named);
    this.#writer = writer;
    return new Stories((stories, at) => writer.add(stories, at));
  }

  finish(): void {
    this.#writer?.finish();
  }

  abandon(): void {
    this.#writer?.abandon();
  }
}
