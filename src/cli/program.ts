/** From what was typed to an exit code. */
import { closest } from '../scenario/suggestion.ts';
import { PIPED, usage, type Command, type Typed } from './command.ts';
import { COMMANDS } from './commands.ts';
import { completions } from './completions.ts';
import { endingOf, Fault } from './fault.ts';
import { help } from './help.ts';
import { overview } from './overview.ts';
import { hanging } from '../report/table.ts';
import { version } from './package.ts';
import type { Terminal } from './terminal/terminal.ts';

export async function program(args: readonly string[], terminal: Terminal): Promise<number> {
  const { out, err } = terminal;
  try {
    const { columns, paint } = out;
    // What the script of `edgewise completion` asks.
    if (args[0] === '--get-yargs-completions') {
      out.write(`${completions(args.slice(1), COMMANDS).join('\n')}\n`);
      return 0;
    }
    if (args[0] === '--version') {
      out.write(`${version()}\n`);
      return 0;
    }
    const told = wantsHelp(args);
    if (told === 'overview') {
      out.write(overview({ version: version(), commands: COMMANDS, columns, paint }));
      return 0;
    }
    if (told) {
      out.write(help(told, columns, paint));
      return 0;
    }
    const { chosen, said } = await parsed(plainPlaces(withValues(args)));
    if (said !== '') out.write(`${said}\n`);
    return chosen ? await chosen.command.act(chosen.typed, terminal, COMMANDS) : 0;
  } catch (error) {
    const { code, text } = endingOf(error, err.coloured);
    err.write(`${err.live && error instanceof Fault ? folded(text, err.columns) : text}\n`);
    if (process.env['EDGEWISE_TRACE'] && error instanceof Error) err.write(`${error.stack}\n`);
    return code;
  }
}

/** Sentences no wider than the screen; lines of a file and the marks under them stay as they are. */
function folded(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)![0];
      if (/^ *(?:\d+ )?\| /.test(line)) return line;
      return indent + hanging(line.slice(indent.length), width, indent);
    })
    .join('\n');
}

/** Whose help is wanted, if any's: an option that asks for it counts wherever it stands. */
function wantsHelp(args: readonly string[]): Command | 'overview' | undefined {
  const [first, second] = args;
  if (first === undefined) return 'overview';
  const end = args.indexOf('--');
  const asked = (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
  if (!asked && first !== 'help') return undefined;
  const asking = first === 'help' ? second : first;
  const command = COMMANDS.find(({ name }) => name === asking);
  if (!command && asking !== undefined && !asking.startsWith('-'))
    throw new Fault(noCommand({ _: [asking] }));
  return command ?? 'overview';
}

/** An option whose value may be left out gets the one that it has then. */
function withValues(args: readonly string[]): readonly string[] {
  const options = COMMANDS.find(({ name }) => name === args[0])?.options ?? {};
  const end = args.indexOf('--');
  return args.map((arg, k) => {
    const bare = arg.startsWith('--') && (end < 0 || k < end) ? options[arg.slice(2)]?.bare : undefined;
    return bare && !bare.unless.test(args[k + 1] ?? '') ? `${arg}=${bare.is}` : arg;
  });
}

/** What stands behind `--` is a file though it begins with a dash, and a dash alone is what is piped in. */
function plainPlaces(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  const behind = end < 0 ? [] : args.slice(end + 1);
  return [
    ...before.map((arg) => (arg === '-' ? PIPED : arg)),
    ...behind.map((arg) => (arg.startsWith('-') ? `./${arg}` : arg)),
  ];
}

interface Parsed {
  readonly chosen: { readonly command: Command; readonly typed: Typed } | undefined;
  /** The version, completions. */
  readonly said: string;
}

async function parsed(args: readonly string[]): Promise<Parsed> {
  let chosen: Parsed['chosen'];
  let wrong: Error | undefined;
  const { default: yargs } = await import('yargs');
  let parser = yargs()
    .scriptName('edgewise')
    .locale('en')
    .parserConfiguration({
      'dot-notation': false,
      'parse-numbers': false,
      'boolean-negation': false,
      'camel-case-expansion': false,
    })
    .version(version())
    .help(false)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      wrong ??= error ?? new Error(message);
    })
    .completion('completion', 'A script that lets the shell complete what is typed');
  for (const command of COMMANDS)
    parser = parser.command(
      pattern(command),
      command.brief,
      (one) => {
        for (const [name, { value, help: describe }] of Object.entries(command.options))
          one.option(name, { type: value === undefined ? 'boolean' : 'string', describe });
        for (const { name } of command.places) one.positional(name, { type: 'string' });
      },
      (typed) => {
        chosen = { command, typed };
      },
    );
  const { typed, said } = await new Promise<{ typed: Typed; said: string }>((resolve) => {
    void parser.parse([...args], {}, (_error, all, output) => resolve({ typed: all, said: output }));
  });
  if (wrong) throw wrong;
  if (said !== '') return { chosen: undefined, said };
  if (!chosen) throw new Fault(noCommand(typed));
  refuse(chosen.command, chosen.typed, args);
  return { chosen, said };
}

/** `run [file]`, as yargs has it. */
function pattern({ name, places }: Command): string {
  return [name, ...places.map((place) => `[${place.name}${place.kind === 'several' ? '..' : ''}]`)].join(' ');
}

function noCommand({ _: places }: Typed): string {
  const [first] = places as readonly string[];
  const names = COMMANDS.map(({ name }) => name);
  const what =
    first === undefined ? 'which command?' : `there is no command ${first}${suggestion(first, names)}`;
  return `edgewise: ${what}\n  see edgewise --help`;
}

/** Throws when there is something that a command cannot do anything with. */
function refuse(command: Command, typed: Typed, args: readonly string[]): void {
  const who = `edgewise ${command.name}`;
  const fault = mistyped(command, typed, args);
  if (fault !== undefined) throw new Fault(`${who}: ${fault}\n  see ${who} --help`);
  const not = Object.keys(command.without ?? {}).find((name) => typed[name] !== undefined);
  if (not !== undefined) throw new Fault(`${who}: ${command.without![not]!}`);
}

/** The first mistake, if there is one. */
function mistyped(command: Command, typed: Typed, args: readonly string[]): string | undefined {
  const { options, places } = command;
  const missing = places.find(
    ({ name, kind }) => kind !== 'optional' && [typed[name] ?? []].flat().length === 0,
  );
  if (missing) return `${missing.name.toUpperCase()} is missing, as in edgewise ${usage(command)}`;
  const lacking = args.findIndex(
    (arg, k) => valued(options, arg.slice(2)) && arg.startsWith('--') && !isValue(args[k + 1]),
  );
  if (lacking >= 0) return `${args[lacking]} needs a value`;
  const known = { _: [], $0: '', ...options, ...command.without };
  const unknown = Object.keys(typed).find(
    (name) => !Object.hasOwn(known, name) && !places.some((one) => one.name === name),
  );
  if (unknown !== undefined)
    return `there is no option ${unknown.length === 1 ? '-' : '--'}${unknown}${suggestion(unknown, Object.keys(options), '--')}`;
  const [, more] = typed['_'] as readonly string[];
  if (more !== undefined) return `${more} is one argument too many`;
  return switched(command, args);
}

const valued = (options: Command['options'], name: string): boolean =>
  Object.hasOwn(options, name) && options[name]!.value !== undefined;

/** A number may begin with a dash. */
const isValue = (text: string | undefined): boolean =>
  text !== undefined && (!/^-[^0-9]/.test(text) || /^-\.[0-9]+$/.test(text));

/** An option that is there or not takes no value but these two. */
function switched({ options }: Command, args: readonly string[]): string | undefined {
  for (const arg of args) {
    const [, option = '', value] = /^--([\w-]+)=(.*)$/s.exec(arg) ?? [];
    if (value === undefined || value === 'true' || value === 'false') continue;
    if (Object.hasOwn(options, option) && !valued(options, option))
      return `--${option} takes no value: ${value}`;
  }
  return undefined;
}

function suggestion(typed: string, names: readonly string[], before = ''): string {
  const near = closest(typed, names);
  return near === undefined ? '' : `; did you mean ${before}${near}?`;
}
