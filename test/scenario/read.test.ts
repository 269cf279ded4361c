import { describe, expect, it } from 'vitest';
import { hardlyMeant } from '../../src/scenario/warning.ts';
import { read } from '../../src/scenario/read.ts';
import type { Label } from '../../src/scenario/scenario.ts';
import { FIGURE4 } from './figure4.ts';
import { office, OFFICE, readOffice, refusal } from './shelf.ts';

describe('the example of the documentation', () => {
  const scenarioFile = read(FIGURE4, { file: 'figure4.yaml' });

  it('has its name, seed and replications', () => {
    expect(scenarioFile).toMatchObject({ name: 'figure4', seed: 2505, replications: 20, warnings: [] });
  });

  it('has a cell for every combination, the first axis slowest', () => {
    expect(scenarioFile.axes).toEqual([
      { path: 'workload.arrivals', labels: ['steady', 'bursty'] },
      { path: 'strategy', labels: ['random', 'weighted', 'loadAware'] },
    ]);
    expect(scenarioFile.cells.map(({ labels }) => Object.values(labels).join(' '))).toEqual([
      'steady random',
      'steady weighted',
      'steady loadAware',
      'bursty random',
      'bursty weighted',
      'bursty loadAware',
    ]);
  });

  it('has every default filled in and every unit as a number', () => {
    const { fleet, cloud, ...rest } = scenarioFile.cells[5]!.scenario;
    expect(rest).toEqual({
      name: 'figure4',
      duration: 3600,
      warmup: 0,
      workload: {
        kind: 'generated',
        arrivals: { kind: 'bursty', rate: 0.45, peak: 4, every: 300, for: 60, timing: 'fixed' },
        prompt: { kind: 'lognormal', mean: 100, cv: 0.6 },
        output: { kind: 'lognormal', mean: 225, cv: 0.6 },
        tenants: { count: 40, shares: 'equal' },
      },
      limits: [{ kind: 'slidingWindow', scope: 'device', window: 60, capacity: 0.8, charge: 'actual' }],
      strategy: { kind: 'loadAware', score: 'fill', ties: 'random' },
      patience: null,
      retry: null,
      fallback: 'cloud',
      metrics: {
        alpha: 0.5,
        electricity: 0.25,
        responsiveness: { kind: 'ttft', scale: 1 },
        includeIdle: false,
        hardware: null,
        tenants: null,
      },
      slo: { ttft: 2, e2e: 30, tpot: null, target: 0.95 },
    });
    expect(fleet.map(({ profile, ...entry }) => ({ ...entry, name: profile.name }))).toEqual([
      {
        name: 'agx-orin-64gb/qwen2.5-3b-q4',
        count: 2,
        slots: 1,
        queue: 4,
        device: { kind: 'serial' },
        price: null,
      },
      {
        name: 'orin-nano-8gb/qwen2.5-3b-q4',
        count: 4,
        slots: 1,
        queue: 4,
        device: { kind: 'serial' },
        price: null,
      },
    ]);
    expect(cloud).toMatchObject({
      kind: 'listPrice',
      profile: { name: 'openai/gpt-4', price: { input: 30 } },
    });
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(scenarioFile.cells))).toEqual(scenarioFile.cells);
    expect(structuredClone(scenarioFile)).toEqual({ ...scenarioFile });
  });

  it('says its claim as a sentence', () => {
    expect(scenarioFile.expect).toEqual([
      {
        text: 'cloud.tokens: strategy loadAware less than strategy random, where workload.arrivals is bursty',
        metric: 'cloud.tokens',
        where: { 'workload.arrivals': 'bursty' },
        of: { strategy: 'loadAware' },
        claim: { kind: 'lessThan', than: { strategy: 'random' } },
      },
    ]);
  });
});

describe('what a file may leave out', () => {
  const least = `
name: least
duration: 60
workload: { arrivals: { kind: poisson, rate: 1 }, prompt: 100, output: 100 }
fleet: [{ profile: orin/tiny-q4 }]
`;

  it('is everything but name, duration, workload and fleet', () => {
    const scenarioFile = readOffice(least);
    expect(scenarioFile).toMatchObject({ seed: 1, replications: 1, axes: [], expect: [] });
    expect(scenarioFile.cells).toHaveLength(1);
    expect(scenarioFile.cells[0]).toMatchObject({
      labels: {},
      scenario: {
        warmup: 0,
        fleet: [{ count: 1, slots: 1, queue: null, device: { kind: 'serial' } }],
        limits: [],
        strategy: { kind: 'roundRobin' },
        fallback: 'drop',
        cloud: null,
      },
    });
  });

  it('is the duration of a trace', () => {
    const text = office({ duration: '', workload: 'workload: { kind: trace, file: r.csv, format: azure }' });
    expect(readOffice(text).cells[0]!.scenario).toMatchObject({
      duration: null,
      workload: { kind: 'trace', file: 'r.csv', format: 'azure', timeScale: 1, rateScale: 1, from: 0 },
    });
  });

  it('is the fleet, said as such, with a cloud', () => {
    const { scenario } = readOffice(office({ fleet: 'fleet: []', cloud: 'cloud: { profile: acme/large }' }))
      .cells[0]!;
    expect(scenario.fleet).toEqual([]);
  });

  it('is a bound on the queue, by three words for it', () => {
    for (const queue of ['unbounded', 'null', '']) {
      const text = office({ fleet: `fleet:\n  - profile: orin/tiny-q4\n    queue: ${queue}` });
      expect(readOffice(text).cells[0]!.scenario.fleet[0]!.queue).toBeNull();
    }
  });
});

describe('--set', () => {
  const cell = (...set: string[]) => readOffice(OFFICE, { set }).cells[0]!.scenario;

  it('is over what the file says', () => {
    expect(cell('fleet.0.count=7').fleet[0]!.count).toBe(7);
    expect(cell('fleet[0].count=7').fleet[0]!.count).toBe(7);
    expect(cell('duration=5m').duration).toBe(300);
  });
  it('takes a subtree, in YAML or JSON', () => {
    expect(cell('strategy={kind: powerOf, d: 3}').strategy).toEqual({ kind: 'powerOf', d: 3 });
    expect(cell('strategy={"kind":"powerOf","d":3}').strategy).toEqual({ kind: 'powerOf', d: 3 });
  });
  it('reaches into a plugin that is written as its name', () => {
    expect(cell('strategy=powerOf', 'strategy.d=5').strategy).toEqual({ kind: 'powerOf', d: 5 });
  });
  it('makes what is not there on the way', () => {
    expect(cell('metrics.hardware.lifetime=1095d', 'fleet.0.price=249 $').metrics.hardware).toEqual({
      lifetime: 1095 * 86400,
    });
  });
  it('adds an item to a list', () => {
    expect(cell('fleet.1={ profile: nano/tiny-q4 }').fleet).toHaveLength(2);
  });
  it('takes the last of two, and nothing as the default', () => {
    expect(cell('warmup=1m', 'warmup=2m').warmup).toBe(120);
    expect(cell('warmup=1m', 'warmup=').warmup).toBe(0);
  });
  it('reaches an axis by its path', () => {
    const text = `${OFFICE}vary:\n  fleet.0.count: [1, 2]\n`;
    expect(readOffice(text, { set: ['vary.fleet.0.count=[3, 4, 5]'] }).axes[0]!.labels).toEqual([3, 4, 5]);
    expect(readOffice(text, { set: ['vary='] }).axes).toEqual([]);
  });
  it('comes after the file in the order of mistakes', () => {
    const { mistakes } = refusal(OFFICE.replace('loadAware', 'best'), { set: ['duration=long'] });
    expect(mistakes.map(({ file, option }) => [file, option])).toEqual([
      ['office.yaml', false],
      ['--set', true],
    ]);
  });
  it('may hold an equals sign and a comma', () => {
    expect(cell('description=a=b, c').name).toBe('office');
    expect(readOffice(OFFICE, { set: ['description=a=b, c'] }).description).toBe('a=b, c');
  });
});

describe('--seed and --replications', () => {
  it('are over what the file says', () => {
    expect(readOffice(OFFICE, { seed: 9, replications: 3 })).toMatchObject({ seed: 9, replications: 3 });
  });
  it('are checked as the fields are', () => {
    expect(refusal(OFFICE, { seed: -1 }).mistakes[0]).toMatchObject({ file: '--seed', column: 8 });
    expect(refusal(OFFICE, { seed: NaN }).mistakes[0]).toMatchObject({ file: '--seed' });
  });
});

describe('the labels of an axis', () => {
  const axis = (path: string, values: string): readonly Label[] =>
    readOffice(`${OFFICE}vary:\n  ${path}: ${values}\n`).axes[0]!.labels;

  it('are the values, where they are not named', () => {
    expect(axis('fleet.0.count', '[1, 2]')).toEqual([1, 2]);
    expect(axis('duration', '[60s, 5m]')).toEqual(['60s', '5m']);
    expect(axis('fleet.0.queue', '[0, null]')).toEqual([0, 'null']);
    expect(axis('metrics.includeIdle', '[true, false]')).toEqual([true, false]);
  });
  it('are the names, where they are', () => {
    expect(axis('duration', '{ short: 60s, long: 5m }')).toEqual(['short', 'long']);
  });
  it('are the kinds of plugins, where that tells them apart', () => {
    expect(axis('strategy', '[random, { kind: powerOf, d: 3 }]')).toEqual(['random', 'powerOf']);
    expect(axis('strategy', '[{ kind: powerOf, d: 2 }, { kind: powerOf, d: 3 }]')).toEqual([
      'powerOf d=2',
      'powerOf d=3',
    ]);
  });
  it('are short texts otherwise, and numbers of values when these are long', () => {
    expect(axis('limits', '[[], [{ kind: slidingWindow, window: 60s, requests: 5 }]]')).toEqual([
      '[]',
      '[slidingWindow window=60s requests=5]',
    ]);
    const long = `{ profile: orin/tiny-q4, count: 2, slots: 1, queue: 4, device: serial }`;
    expect(axis('fleet', `[[${long}], [${long}, ${long}]]`)).toEqual(['value 1', 'value 2']);
  });
});

describe('--vary', () => {
  const scenarioFile = (...vary: string[]) => readOffice(OFFICE, { vary });

  it('adds an axis after those of the file, or takes the place of one', () => {
    const text = `${OFFICE}vary:\n  strategy: [random, weighted]\n`;
    const paths = (vary: string) =>
      readOffice(text, { vary: [vary] }).axes.map(({ path, labels }) => [path, ...labels]);
    expect(paths('fleet.0.count=1,2')).toEqual([
      ['strategy', 'random', 'weighted'],
      ['fleet.0.count', 1, 2],
    ]);
    expect(paths('strategy=loadAware')).toEqual([['strategy', 'loadAware']]);
  });
  it('takes values, names with values, lists and mappings', () => {
    expect(scenarioFile('duration=60s,5m').axes[0]!.labels).toEqual(['60s', '5m']);
    expect(scenarioFile('duration=short:60s,long:5m').axes[0]!.labels).toEqual(['short', 'long']);
    expect(scenarioFile('duration=[60s, 5m]').axes[0]!.labels).toEqual(['60s', '5m']);
    expect(scenarioFile('duration={ short: 60s, long: 5m }').axes[0]!.labels).toEqual(['short', 'long']);
    expect(scenarioFile('strategy=random,{kind: powerOf, d: 3}').axes[0]!.labels).toEqual([
      'random',
      'powerOf',
    ]);
    expect(scenarioFile('strategy={kind: powerOf, d: 3}').axes[0]!.labels).toEqual(['powerOf']);
    const named = scenarioFile(
      'workload.arrivals=low:{kind: poisson, rate: 1/s},high:{kind: poisson, rate: 2/s}',
    );
    expect(named.cells.map(({ scenario }) => scenario.workload['arrivals'])).toEqual([
      { kind: 'poisson', rate: 1 },
      { kind: 'poisson', rate: 2 },
    ]);
  });
  it('keeps a part that is varied by itself within a part that is varied', () => {
    const { cells } = scenarioFile(
      'workload.arrivals.rate=1,2',
      'workload.arrivals={kind: poisson, rate: 9}',
    );
    expect(cells.map(({ scenario }) => scenario.workload['arrivals'])).toEqual([
      { kind: 'poisson', rate: 1 },
      { kind: 'poisson', rate: 2 },
    ]);
  });
  it('with one value says that there is nothing to compare', () => {
    expect(scenarioFile('duration=60s').warnings).toEqual([
      'vary.duration has one value: there is nothing to compare',
    ]);
  });
});

describe('expectations', () => {
  const claims = (written: string) =>
    readOffice(`${OFFICE}vary:\n  fleet.0.count: [2, 4]\nexpect:\n  - ${written}\n`).expect[0]!;

  it('match labels by what they read as, and keep the type of the label', () => {
    const { of, claim } = claims(
      '{ metric: dropped, of: { fleet.0.count: "4" }, lessThan: { fleet.0.count: 2 } }',
    );
    expect([of, claim]).toEqual([{ 'fleet.0.count': 4 }, { kind: 'lessThan', than: { 'fleet.0.count': 2 } }]);
  });
  it('may be about a number, or a range', () => {
    expect(claims('{ metric: edge.utilization, lessThan: 0.8 }')).toMatchObject({
      text: 'edge.utilization: less than 0.8',
      claim: { kind: 'lessThan', than: 0.8 },
    });
    expect(
      claims('{ metric: edge.utilization, within: [0.1, 0.8], where: { fleet.0.count: 2 } }'),
    ).toMatchObject({
      text: 'edge.utilization: between 0.1 and 0.8, where fleet.0.count is 2',
      claim: { kind: 'within', low: 0.1, high: 0.8 },
    });
  });
  it('may be said in own words', () => {
    expect(claims('{ metric: dropped, greaterThan: 3, text: some are lost }').text).toBe('some are lost');
  });
});

describe('a cloud that nothing falls back to', () => {
  const warned = (text: string): readonly string[] => readOffice(text).warnings;
  const drop = 'fallback is drop: what the edge refuses never reaches the cloud';

  it('is warned of, but not where it is all there is', () => {
    const cloud = 'cloud: { profile: acme/large }';
    expect(warned(office({ cloud }))).toEqual([drop]);
    expect(warned(office({ cloud, fallback: 'fallback: cloud' }))).toEqual([]);
    expect(warned(office({ cloud, strategy: 'strategy: cloudOnly' }))).toEqual([]);
    expect(warned(office({ cloud, fleet: 'fleet: []' }))).toEqual([]);
  });
});

describe('what is hardly meant', () => {
  const warned = (text: string): readonly string[] => readOffice(text).warnings;

  it('a capacity that looks like per cent is warned of, a share above 1 is not', () => {
    const limits = (capacity: string): string =>
      office({ limits: `limits: [{ kind: slidingWindow, window: 60s, capacity: ${capacity} }]` });
    expect(warned(limits('80'))).toEqual([
      'limits.0.capacity is 80, which is 80 times what a machine can do and limits nothing; of a share write 0.8 or 80 %',
    ]);
    for (const meant of ['0.8', '80 %', '1.2', '10']) expect(warned(limits(meant)), meant).toEqual([]);
  });

  it('slots of a serial machine are warned of, those of a batching one and a single one are not', () => {
    const fleet = (rest: string): string => office({ fleet: `fleet: [{ profile: orin/tiny-q4, ${rest} }]` });
    expect(warned(fleet('slots: 4'))).toEqual([
      'fleet.0 (orin/tiny-q4): each of its 4 slots answers as fast as the whole machine, as 4 machines would, which is far too fast for one; a server that works on several at once is device: batching, or server: with its name',
    ]);
    for (const meant of ['slots: 1', 'slots: 4, device: batching'])
      expect(warned(fleet(meant)), meant).toEqual([]);
  });

  it('a profile that was measured with several requests at once is hardly meant to answer one after the other', () => {
    const name = 'dgx-spark-128gb/qwen-3.6-35b-a3b-fp8';
    const said = (rest: string): readonly string[] =>
      hardlyMeant(read(office({ fleet: `fleet: [{ profile: ${name}${rest} }]` }), { file: 'office.yaml' }));
    expect(said('')).toEqual([
      expect.stringMatching(
        /^fleet\.0 \(dgx-spark.*\): was measured with several requests at once, and answers one after the other as it is written here, .*server: vllm makes it/,
      ),
    ]);
    for (const meant of [', server: vllm', ', slots: 8, device: batching'])
      expect(said(meant), meant).toEqual([]);
  });

  it('slots of a serial machine that may be bought are warned of too', () => {
    const candidates = (rest: string): string =>
      `${office({ slo: 'slo: { ttft: 20s }' })}plan: { candidates: [{ profile: orin/tiny-q4, price: 249 $, count: 1..2${rest} }] }\n`;
    const said = hardlyMeant(readOffice(candidates(', slots: 4')));
    expect(said).toEqual([
      expect.stringMatching(/^plan\.candidates\.0 \(orin\/tiny-q4\): each of its 4 slots/),
    ]);
    expect(hardlyMeant(readOffice(candidates('')))).toEqual([]);
  });
});

describe('a profile', () => {
  it('written by hand has everything a catalogue profile has', () => {
    const text = office({
      fleet: `fleet:
  - count: 2
    profile:
      name: mine
      pace: { prefill: { fixed: 50ms, perToken: 1ms }, step: { fixed: 20ms } }
      power: { idle: 5, prefill: 15, decode: 12 }
      memory: { weights: 2 GB, usable: 7 GiB }
      uncertainty: 0.2`,
    });
    expect(readOffice(text).cells[0]!.scenario.fleet[0]!.profile).toMatchObject({
      name: 'mine',
      pace: {
        prefill: { fixed: 0.05, perToken: 0.001, perTokenSquared: 0, padTo: 1 },
        step: { fixed: 0.02 },
      },
      memory: { weights: 2e9, usable: 7 * 1024 ** 3 },
      uncertainty: [
        { kind: 'scale', sd: 0.2 },
        { kind: 'scale', sd: 0.2 },
      ],
      fit: 'derived',
      sources: [{ text: 'the scenario file' }],
    });
  });
  it('of a cloud may be written by hand as well', () => {
    const text = `${OFFICE}cloud: { profile: { name: ours, price: { input: 1, output: 2 }, ttft: 300ms, decodeSpeed: 50 } }\n`;
    expect(readOffice(text).cells[0]!.scenario.cloud!.profile).toMatchObject({
      name: 'ours',
      quality: null,
      roundTrip: { kind: 'constant', value: 0 },
      ttft: { kind: 'constant', value: 0.3 },
      decodeSpeed: { kind: 'constant', value: 50 },
    });
  });
  it('of unknown quality is warned of', () => {
    const text = office({ fleet: 'fleet: [{ profile: mystery/tiny-q4 }]' });
    expect(readOffice(text).warnings).toEqual([
      'the quality of mystery/tiny-q4 is not known: where it answers, quality, utility and pcr have no value',
    ]);
  });
});
