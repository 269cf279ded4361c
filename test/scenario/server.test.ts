import { describe, expect, it } from 'vitest';
import { SERVER_NAMES, SERVERS } from '../../src/catalog/servers.ts';
import { read } from '../../src/scenario/read.ts';
import { ScenarioError } from '../../src/scenario/mistake.ts';
import { served } from '../../src/scenario/server.ts';
import { simulate } from '../../src/library/simulate.ts';
import { edgewise } from '../cli/captured.ts';

const scenario = (entry: string, more = ''): string => `name: desk
duration: 5m
workload: { arrivals: { kind: poisson, rate: 0.2/s }, prompt: 100, output: 50 }
fleet:
  - ${entry}
${more}`;
const PROFILE = 'profile: orin-nano-8gb/qwen2.5-3b-q4';
const entryOf = (entry: string) => read(scenario(entry), { file: 'a.yaml' }).cells[0]!.scenario.fleet[0]!;

describe('a machine that names its server', () => {
  it.each(SERVER_NAMES)('has what %s ships with', (name) => {
    const { device, slots, queue } = entryOf(`{ ${PROFILE}, server: ${name} }`);
    expect(device).toMatchObject(SERVERS[name].device);
    expect(slots).toBe(SERVERS[name].slots.value);
    expect(queue).toBe(SERVERS[name].queue.value);
  });

  it('has what is said beside it instead, option by option', () => {
    const entry = entryOf(
      `{ ${PROFILE}, server: vllm, slots: 8, queue: 3, device: { kind: batching, chunk: 8192 } }`,
    );
    expect(entry).toMatchObject({
      slots: 8,
      queue: 3,
      device: { kind: 'batching', prefill: 'chunked', chunk: 8192, memory: 'preempt' },
    });
    expect(entryOf(`{ ${PROFILE}, server: ollama, queue: unbounded }`).queue).toBe(null);
  });

  it('may be told to read prompts otherwise, and then has no chunks', () => {
    const { device } = entryOf(
      `{ ${PROFILE}, server: llama-server, device: { kind: batching, prefill: blocking } }`,
    );
    expect(device['prefill']).toBe('blocking');
    expect(device['chunk']).toBeUndefined();
    expect(
      entryOf(`{ ${PROFILE}, server: vllm, device: { kind: batching, batch: static } }`).device,
    ).toMatchObject({ batch: 'static', memory: 'wait' });
    expect(entryOf(`{ ${PROFILE}, server: vllm, device: serial }`)).toMatchObject({
      device: { kind: 'serial' },
      slots: 256,
    });
  });

  it('is the same as one that says all of it, to the byte', () => {
    const rest = 'power: { idle: 1, prefill: 5, decode: 5 }';
    const own = (more: string, outside = ''): string =>
      `profile: { pace: { prefill: { perToken: 1ms${outside} }, step: { fixed: 50ms } }, ${rest}${more} }`;
    const named = scenario(`{ ${own('')}, server: llama-server }`);
    const said = scenario(
      `{ ${own(', serving: { budget: 2048 }', ', outside: 1.5ms')}, slots: 4, device: { kind: batching, prefill: chunked } }`,
    );
    expect(JSON.stringify(simulate(named))).toBe(JSON.stringify(simulate(said)));
  });

  it('has what was measured of it before what it ships with', () => {
    const { profile } = entryOf(`{ ${PROFILE}, server: vllm }`);
    const measured = { ...profile, serving: { budget: 8192, late: false } };
    expect(served({ profile: measured, server: 'vllm' }).serving).toEqual({ budget: 8192, late: false });
    expect(served({ profile, server: 'vllm' }).serving).toEqual({ budget: 2048, late: true });
    expect(served({ profile, server: 'vllm' }).pace.prefill.outside).toBe(0.035);
    const own = {
      ...profile,
      pace: { ...profile.pace, prefill: { ...profile.pace.prefill, outside: 0.01 } },
    };
    expect(served({ profile: own, server: 'vllm' }).pace.prefill.outside).toBe(0.01);
    expect(served({ profile: own })).toBe(own);
  });

  it('is written out so that reading it gives the same', () => {
    for (const entry of [
      `{ ${PROFILE}, server: ollama, queue: unbounded }`,
      `{ ${PROFILE}, server: vllm, slots: 8 }`,
      `{ ${PROFILE}, server: vllm, device: { kind: batching, chunk: 8192 } }`,
      `{ ${PROFILE}, server: tgi, device: serial }`,
      `{ ${PROFILE}, server: llama-server }`,
    ]) {
      const scenarioFile = read(scenario(entry), { file: 'a.yaml' });
      const again = read(scenarioFile.text, { file: 'again.yaml' });
      expect(again.cells, entry).toEqual(scenarioFile.cells);
      expect(again.text, entry).toBe(scenarioFile.text);
    }
  });

  it('may be compared with others', () => {
    const scenarioFile = read(
      scenario(`{ ${PROFILE}, server: vllm }`, 'vary: { fleet.0.server: [llama-server, ollama, vllm] }'),
      { file: 'a.yaml' },
    );
    expect(scenarioFile.cells.map(({ scenario: { fleet } }) => fleet[0]!.slots)).toEqual([4, 1, 256]);
    expect(read(scenarioFile.text, { file: 'again.yaml' }).cells).toEqual(scenarioFile.cells);
  });

  it('may be what a plan buys', () => {
    const scenarioFile = read(
      `${scenario(`{ ${PROFILE} }`)}strategy: loadAware\nslo: { ttft: 5s }\nplan: { candidates: [ { ${PROFILE}, server: ollama, price: 249, count: 0..3 } ] }\n`,
      { file: 'a.yaml' },
    );
    expect(scenarioFile.planning!.candidates[0]).toMatchObject({
      slots: 1,
      queue: 512,
      device: { kind: 'batching', prefill: 'chunked' },
    });
    expect(read(scenarioFile.text, { file: 'again.yaml' }).planning).toEqual(scenarioFile.planning);
  });

  it('whose name is mistyped is a mistake that names the nearest', () => {
    expect(() => entryOf(`{ ${PROFILE}, server: llama-sever }`)).toThrow(ScenarioError);
    expect(() => entryOf(`{ ${PROFILE}, server: llama-sever }`)).toThrow(/llama-server/);
  });
});

it('the catalogue shows each default with where it was read', async () => {
  expect((await edgewise(['catalog'])).out).toMatch(/Servers .*\n +llama-server/);
  for (const name of SERVER_NAMES) {
    const { code, out } = await edgewise(['catalog', name], 600);
    expect(code).toBe(0);
    const { slots, queue, options } = SERVERS[name];
    for (const { why, source } of [slots, queue, ...Object.values(options)])
      expect(out).toContain(`${why} (${source})`);
  }
});
