import type { Command } from './command.ts';

export const catalog: Command = {
  name: 'catalog',
  brief: 'Profiles, clouds, strategies, limiters, workloads, with a line of help each',
  help: 'What a scenario can be made of: profiles of models on boards, clouds, and plugins. With a name, one of them in full; with a part of a name, all that have it.',
  places: [{ name: 'name', help: 'A profile, cloud or plugin, or a part of its name', kind: 'optional' }],
  options: {
    all: { help: 'Profiles of every engine and power mode, not the usual ones alone' },
    json: { help: 'Everything that is known of them' },
  },
  examples: [
    ['edgewise catalog', 'the usual profiles, the clouds, all plugins'],
    ['edgewise catalog orin-nano-8gb/qwen2.5-3b-q4', 'one profile: numbers, errors, sources, assumptions'],
    ['edgewise catalog bonsai', 'every profile with that in its name'],
    ['edgewise catalog slidingWindow', 'one plugin and its fields'],
  ],
  async act(typed, { out }) {
    const { inventory } = await import('./inventory.ts');
    const name = typeof typed['name'] === 'string' && typed['name'] !== '' ? typed['name'] : undefined;
    out.write(inventory({ name, all: typed['all'] === true, json: typed['json'] === true }, out));
    return 0;
  },
};
