import type { Command } from '../command.ts';

export const catalog: Command = {
  name: 'catalog',
  brief: 'Boards, profiles, clouds, strategies, limiters, workloads, with a line of help each',
  help: 'What a scenario can be made of: boards and the profiles of models on them, clouds, and plugins. With a name, one of them in full; with words, everything whose name or board contains all of them.',
  places: [
    {
      name: 'name',
      help: 'A board, profile, cloud or plugin, or words of its name (in quotes)',
      kind: 'optional',
    },
  ],
  options: {
    all: { help: 'Profiles of every engine and power mode, not only the usual ones' },
    json: { help: 'Everything known about them' },
  },
  examples: [
    ['edgewise catalog', 'the boards, the clouds, all plugins'],
    ['edgewise catalog 4090', 'what is known of one board'],
    ["edgewise catalog 'strix qwen3'", 'and of some models on it'],
    ['edgewise catalog orin-nano-8gb/qwen2.5-3b-q4', 'one profile: numbers, errors, sources, assumptions'],
    ['edgewise catalog bonsai', 'every profile with that in its name'],
    ['edgewise catalog slidingWindow', 'one plugin and its fields'],
  ],
  async act(typed, { out }) {
    const { inventory } = await import('../catalog/inventory.ts');
    const name = typeof typed['name'] === 'string' && typed['name'] !== '' ? typed['name'] : undefined;
    out.write(inventory({ name, all: typed['all'] === true, json: typed['json'] === true }, out));
    return 0;
  },
};
