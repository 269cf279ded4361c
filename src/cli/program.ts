/** From what was typed to an exit code. */
import { closest } from '../scenario/suggestion.ts';
import { usage, type Command, type Typed } from './command.ts';
import { COMMANDS } from './commands.ts';
import { completions } from './completions.ts';
import { endingOf, Fault } from './fault.ts';
import { help } from './help.ts';
import { overview } from './overview.ts';
import { hanging } from '../report/table.ts';
import { version } from './package.ts';
import { PIPED } from './piped.ts';
import type { Terminal } from './terminal.ts';

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
    return chosen ? await chosen.command.act(chosen.typed, terminal) : 0;
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
  return COMMANDS.find(({ name }) => name === (first === 'help' ? second : first)) ?? 'overview';
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
  let wrong: string | undefined;
  const { default: yargs } = await import('yargs');
  let parser = yargs()
    .scriptName('edgewise')
    .locale('en')
    .parserConfiguration({ 'dot-notation': false, 'parse-numbers': false, 'boolean-negation': false })
    .strict()
    .recommendCommands()
    .demandCommand(1)
    .version(version())
    .help(false)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      wrong ??= message ?? error.message;
    })
    .completion('completion', 'A script that lets the shell complete what is typed');
  for (const command of COMMANDS)
    parser = parser.command(
      pattern(command),
      command.brief,
      (one) => {
        for (const [name, { value, help: describe }] of Object.entries(command.options))
          one.option(
            name,
            value === undefined
              ? { type: 'boolean', describe }
              : { type: 'string', requiresArg: true, describe },
          );
        for (const { name } of command.places) one.positional(name, { type: 'string' });
      },
      (typed) => {
        chosen = { command, typed };
      },
    );
  const said = await new Promise<string>((resolve) => {
    void parser.parse([...args], {}, (_error, _typed, output) => resolve(output));
  });
  if (wrong !== undefined) throw new Fault(plainer(wrong, args));
  if (chosen) noValues(chosen.command, args);
  return { chosen: said === '' ? chosen : undefined, said };
}

/** An option that is there or not takes no value but these two. */
function noValues({ name, options }: Command, args: readonly string[]): void {
  for (const arg of args) {
    const [, option = '', value] = /^--([\w-]+)=(.*)$/s.exec(arg) ?? [];
    if (value === undefined || value === 'true' || value === 'false') continue;
    if (Object.hasOwn(options, option) && options[option]!.value === undefined)
      throw new Fault(
        `edgewise ${name}: --${option} takes no value: ${value}\n  edgewise ${name} --help says what there is`,
      );
  }
}

/** `run <file>`, as yargs has it. */
function pattern({ name, places }: Command): string {
  const written = places.map(({ name: place, kind }) =>
    kind === 'optional' ? `[${place}]` : kind === 'several' ? `<${place}..>` : `<${place}>`,
  );
  return [name, ...written].join(' ');
}

/** What yargs says, in the words of this program. */
function plainer(message: string, args: readonly string[]): string {
  const command = COMMANDS.find(({ name }) => name === args[0]);
  const who = command ? `edgewise ${command.name}` : 'edgewise';
  const more = `\n  ${who} --help says what there is`;
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/s.exec(message);
  if (unknown) {
    const [first = ''] = unknown[1]!.split(', ');
    if (!command)
      return `${who}: there is no command ${first}${suggestion(
        first,
        COMMANDS.map(({ name }) => name),
      )}${more}`;
    const option = args.some(
      (arg) => arg.split('=')[0] === `--${first}` || (/^-\w/.test(arg) && arg.includes(first)),
    );
    const why = option ? command.without?.[first] : undefined;
    if (why !== undefined) return `${who}: ${why}`;
    return option
      ? `${who}: there is no option ${first.length === 1 ? '-' : '--'}${first}${suggestion(first, Object.keys(command.options), '--')}${more}`
      : `${who}: ${first} is one argument too many${more}`;
  }
  const meant = /^Did you mean (\w+)/.exec(message);
  if (meant) return `${who}: there is no command ${args[0]}; did you mean ${meant[1]}?${more}`;
  if (message.startsWith('Not enough non-option arguments'))
    return command
      ? `${who}: ${command.places[0]?.name.toUpperCase()} is missing, as in edgewise ${usage(command)}${more}`
      : `${who}: which command?${more}`;
  const lacking = /^Not enough arguments following: (.+)$/.exec(message);
  if (lacking) return `${who}: --${lacking[1]} needs a value${more}`;
  return `${who}: ${message.charAt(0).toLowerCase()}${message.slice(1).replaceAll('\n', ' ')}${more}`;
}

function suggestion(typed: string, names: readonly string[], before = ''): string {
  const near = closest(typed, names);
  return near === undefined ? '' : `; did you mean ${before}${near}?`;
}
