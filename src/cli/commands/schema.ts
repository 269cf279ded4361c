import type { Command } from '../command.ts';

export const schema: Command = {
  name: 'schema',
  brief: 'JSON Schema of a scenario file, for editors',
  help: 'Print the JSON Schema of a scenario file, so that an editor completes and checks it.',
  places: [],
  options: {},
  examples: [
    ['edgewise schema > edgewise.schema.json', 'for the editor'],
    ['# yaml-language-server: $schema=edgewise.schema.json', 'as the first line of a scenario'],
  ],
  async act(_typed, { out }) {
    const made = await import('../../scenario/schema.ts');
    out.write(`${JSON.stringify(made.schema(), null, 2)}\n`);
    return 0;
  },
};
