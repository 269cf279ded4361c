/** What the shell may complete: commands, then the options of the one that was typed; files are the shell's own business. */
import type { Command } from './command.ts';

/** The words of a line, the program's name first; the last is what is being typed. */
export function completions(words: readonly string[], commands: readonly Command[]): string[] {
  const [typed, ...rest] = words.slice(1);
  const names = commands.map(({ name }) => name);
  if (typed === undefined || rest.length === 0)
    return [...names, 'completion', 'help'].filter((name) => name.startsWith(typed ?? ''));
  const command = commands.find(({ name }) => name === typed);
  const last = rest.at(-1)!;
  if (typed === 'help') return names.filter((name) => name.startsWith(last));
  if (!command || !last.startsWith('-')) return [];
  const options = [...Object.keys(command.options), 'help'].map((name) => `--${name}`);
  return options.filter((name) => name.startsWith(last) && (name === last || !rest.includes(name)));
}
