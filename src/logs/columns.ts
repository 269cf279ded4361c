/** Which column of a log holds what. */
import { list } from '../kernel/words.ts';
import { LogError } from './logError.ts';
import type { Unit } from './moment.ts';
import type { Records } from './records.ts';

/** What a log may say of a request. */
export type ColumnRole =
  'time' | 'prompt' | 'output' | 'tenant' | 'status' | 'error' | 'firstToken' | 'end' | 'priority';

/** Columns by what they hold, as somebody has named them. */
export type Named = Readonly<Partial<Record<ColumnRole, string | undefined>>>;

/** Names that are understood, in small letters with nothing between them; of several in a log the first here counts. */
const KNOWN: Readonly<Record<ColumnRole, readonly string[]>> = {
  time: words(
    'arrival arrival_time arrived_at arrived received_at received request_time requested_at submitted_at start_time started_at start created_at created timestamp time datetime date ts when',
  ),
  prompt: words(
    'prompt_tokens input_tokens context_tokens num_prompt_tokens prompt_eval_count prompt_n prompt_length input_length prompt_len input_len n_prompt tokens_in prompt input',
  ),
  output: words(
    'completion_tokens output_tokens generated_tokens num_generated_tokens eval_count predicted_n output_length completion_length output_len response_tokens n_predict tokens_out output completion',
  ),
  tenant: words(
    'tenant tenant_id user user_id user_name api_key api_key_id account account_id customer customer_id client client_id team team_id organization organisation org project project_id',
  ),
  status: words('status status_code http_status outcome success ok'),
  error: words('error error_code error_message error_type exception'),
  firstToken: words('firstToken first_token_at first_token_time'),
  end: words('end end_time ended_at completed_at finished_at'),
  // Never guessed: what one log calls so are words, and another counts from the most urgent.
  priority: [],
};

/** With these behind its name, a column of times says what it counts. */
const SUFFIXES: Readonly<Record<string, Unit>> = {
  ms: 'ms',
  us: 'us',
  ns: 'ns',
  sec: 's',
  seconds: 's',
  s: 's',
};

export interface Columns {
  /** Places among the names; -1 for what the log does not have. */
  readonly places: Readonly<Record<ColumnRole, number>>;
  readonly names: Readonly<Partial<Record<ColumnRole, string>>>;
  /** As the name of the column of times has it. */
  readonly unit: Unit | undefined;
}

const NEEDED: readonly ColumnRole[] = ['time', 'prompt', 'output'];
const WORDS: Readonly<Record<string, string>> = {
  time: 'the time of arrival',
  prompt: 'the prompt tokens',
  output: 'the output tokens',
};

/** Throws in one screen when a column that is named is not there, or one that is needed cannot be recognised. */
export function columnsOf(file: string, records: Records, named: Named): Columns {
  const { names } = records;
  const places = {} as Record<ColumnRole, number>;
  const found: Partial<Record<ColumnRole, string>> = {};
  const lacking: ColumnRole[] = [];
  let unit: Unit | undefined;
  for (const role of Object.keys(KNOWN) as ColumnRole[]) {
    const name = named[role];
    const place = name === undefined ? recognised(names, role) : names.indexOf(name);
    if (name !== undefined && place < 0)
      throw new LogError(file, `no column "${name}"; the log has ${listed(names)}`, { line: 1 });
    if (place >= 0 && names.indexOf(names[place]!, place + 1) > 0)
      throw new LogError(file, `two columns are called "${names[place]!}"`, { line: 1 });
    places[role] = place;
    if (place >= 0) found[role] = names[place]!;
    else if (NEEDED.includes(role)) lacking.push(role);
    if (role === 'time' && place >= 0) unit = unitIn(names[place]!);
  }
  if (lacking.length > 0) {
    throw new LogError(
      file,
      `no column is known for ${list(lacking.map((role) => WORDS[role]!))}; the log has ${listed(names)}; say which is which, as columns: { time: ..., prompt: ..., output: ... }`,
      { line: 1 },
    );
  }
  return { places, names: found, unit };
}

function recognised(names: readonly string[], role: ColumnRole): number {
  const forms = names.map((name) => {
    const whole = bare(name);
    return [whole, bare(name.slice(name.lastIndexOf('.') + 1))];
  });
  for (const known of KNOWN[role]) {
    const fits = (form: string | undefined): boolean =>
      form === known || (role === 'time' && form !== undefined && form === known + suffixOf(form, known));
    for (const k of [0, 1]) {
      const place = forms.findIndex((form) => fits(form[k]));
      if (place >= 0) return place;
    }
  }
  return -1;
}

function suffixOf(form: string, known: string): string {
  const rest = form.slice(known.length);
  return form.startsWith(known) && Object.hasOwn(SUFFIXES, rest) ? rest : '-';
}

/** `arrival_ms`, `timestampNs`, `time (ms)`: set apart from the name, or it is part of a word. */
function unitIn(name: string): Unit | undefined {
  // Small letters and capitals matter, or `ts` would be a t that counts seconds.
  const [, suffix] = /(?:[_\s(.-]|(?<=[a-z])(?=[A-Z]))([munMUN]?[sS]|[sS]ec(?:onds)?)\)?$/.exec(name) ?? [];
  return suffix === undefined ? undefined : SUFFIXES[suffix.toLowerCase()];
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${some} and ${names.length - 12} more` : some;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function words(text: string): readonly string[] {
  return text.split(' ').map(bare);
}
