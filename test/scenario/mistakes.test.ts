import { describe, expect, it } from 'vitest';
import * as strategies from '../../src/strategies/index.ts';
import { office, OFFICE, readOffice, refusal } from './shelf.ts';

interface Case {
  readonly text: string;
  readonly set?: readonly string[];
  readonly vary?: readonly string[];
  readonly replications?: number;
}

const WINDOW = '{ kind: slidingWindow, window: 60s';
const limits = (...all: string[]): string =>
  office({ limits: `limits:\n${all.map((one) => `  - ${one}`).join('\n')}` });
const fleet = (...all: string[]): string =>
  office({ fleet: `fleet:\n${all.map((one) => `  - ${one}`).join('\n')}` });
const workload = (...lines: string[]): string =>
  office({ workload: `workload:\n${lines.map((one) => `  ${one}`).join('\n')}` });
const VARIED = office({ vary: 'vary:\n  strategy: [random, loadAware]\n  fleet.0.count: [2, 4]' });
const claim = (written: string): string => `${VARIED}expect:\n  - ${written}\n`;

/** Every kind of mistake there is, each in a file that is right otherwise. */
const CASES: Readonly<Record<string, Case>> = {
  'an empty file': { text: '' },
  'a file that is a list': { text: '- name: office\n' },
  'two documents': { text: `${OFFICE}---\nname: other\n` },
  'a tab': { text: OFFICE.replace('  prompt', '\tprompt') },
  'a bracket that is not closed': { text: OFFICE.replace('queue: 4 }', 'queue: 4') },
  'two keys on a line': { text: office({ slo: 'slo: ttft: 2s' }) },
  'a rate beyond all machines': {
    text: workload('arrivals: { kind: poisson, rate: 1e300/s }', 'prompt: 80', 'output: 100'),
  },
  'a duration beyond all ages': { text: office({ duration: 'duration: 1e300s' }) },
  'a window shorter than any clock tells': {
    text: limits('{ kind: slidingWindow, window: 1e-300s, requests: 3 }'),
  },
  'a length beyond all contexts': {
    text: workload('arrivals: { kind: poisson, rate: 1/s }', 'prompt: 1e300', 'output: 100'),
  },
  'a seed that would lose digits': { text: office({ seed: 'seed: 1e300' }) },
  'more replications than memory holds': { text: office({ replications: 'replications: 1e15' }) },
  'more slots than memory holds': {
    text: fleet('{ profile: orin/tiny-q4, slots: 9007199254740991, device: batching }'),
  },
  'more requests than a run can serve': {
    text: workload('arrivals: { kind: poisson, rate: 1e9/s }', 'prompt: 80', 'output: 100').replace(
      /duration: .*/,
      'duration: 30d',
    ),
  },
  'more bursts than a run can go through': {
    text: workload(
      'arrivals: { kind: bursty, rate: 1/s, peak: 4, every: 2e-9, for: 1e-9 }',
      'prompt: 80',
      'output: 100',
    ),
  },
  'more states than a run can go through': {
    text: workload(
      'arrivals: { kind: mmpp, states: [{ rate: 1/s, mean: 1e-9 }, { rate: 0, mean: 1e-9 }] }',
      'prompt: 80',
      'output: 100',
    ),
  },
  'more outages than a run can go through': {
    text: fleet('{ profile: orin/tiny-q4, outages: [{ at: 0s, for: 1e-9, every: 2e-9 }] }'),
  },
  'waits that end at once': { text: `${OFFICE}retry: { later: { first: 1e-9 } }\n` },
  'tries without end': { text: `${OFFICE}retry: { later: { first: 1s, most: 1e15 } }\n` },
  'a key twice': { text: `${OFFICE}duration: 20m\n` },
  'an unknown tag': { text: office({ duration: 'duration: !minutes 10' }) },
  'an alias of nothing': { text: office({ duration: 'duration: *long' }) },
  'an alias inside of itself': { text: office({ limits: 'limits: &all [*all]' }) },
  'a bomb of aliases': {
    text: office({
      slo: `slo:\n${'abcdefg'
        .split('')
        .map(
          (key, i, all) =>
            `  ${key}: &${key} [${
              i === 0
                ? '1'
                : Array(10)
                    .fill(`*${all[i - 1]}`)
                    .join(', ')
            }]`,
        )
        .join('\n')}`,
    }),
  },
  'a number that is not finite': { text: fleet('{ profile: orin/tiny-q4, count: 1e400 }') },
  'a key that cannot be one': { text: `${OFFICE}__proto__: { polluted: true }\n` },
  'an unknown field at the top': { text: OFFICE.replace('duration', 'durations') },
  'an unknown field far from any': { text: `${OFFICE}colour: blue\n` },
  'an unknown field inside': { text: fleet('{ profile: orin/tiny-q4, count: 2, que: 4 }') },
  'a field mistyped that is there already': { text: office({ slo: 'slo: { ttft: 2s, ttftt: 3s }' }) },
  'a claim about a figure that nothing gives': {
    text: `${VARIED}expect:\n  - { metric: retries, of: { strategy: loadAware }, lessThan: 3 }\n`,
  },
  'a missing field at the top': { text: office({ name: '' }) },
  'a missing field inside': { text: workload('arrivals: { kind: poisson }', 'prompt: 80', 'output: 100') },
  'a missing field of a plugin named alone': {
    text: workload('arrivals: poisson', 'prompt: 80', 'output: 100'),
  },
  'a name that cannot be a folder': { text: OFFICE.replace('office', '../office') },
  'a wrong unit': { text: office({ duration: 'duration: 10 parsecs' }) },
  'a value out of bounds': { text: office({ metrics: 'metrics: { alpha: 1.2 }' }) },
  'a number that is not whole': { text: fleet('{ profile: orin/tiny-q4, count: 2.5 }') },
  'a list in the place of a value': { text: office({ slo: 'slo: { ttft: [2s] }' }) },
  'a value in the place of a list': { text: office({ fleet: 'fleet: orin/tiny-q4' }) },
  'an unknown word': { text: `${OFFICE}fallback: clouds\n` },
  'a word or fields': { text: limits(`${WINDOW}, tokens: 2400, charge: all }`) },
  'an unknown kind of arrivals': {
    text: workload('arrivals: { kind: poison, rate: 1/s }', 'prompt: 80', 'output: 100'),
  },
  'a plugin without its kind': { text: workload('arrivals: { rate: 1/s }', 'prompt: 80', 'output: 100') },
  'an unknown option of a plugin': { text: office({ strategy: 'strategy: { kind: powerOf, devices: 2 }' }) },
  'an unknown kind of lengths': {
    text: workload(
      'arrivals: { kind: poisson, rate: 1/s }',
      'prompt: { kind: log, mean: 80 }',
      'output: 100',
    ),
  },
  'a wrong option of lengths': {
    text: workload(
      'arrivals: { kind: poisson, rate: 1/s }',
      'prompt: { kind: lognormal, mean: 80, cvv: 1 }',
      'output: 100',
    ),
  },
  'what only the plugin can check': {
    text: workload(
      'arrivals: { kind: bursty, rate: 1/s, peak: 4, every: 60s, for: 5m }',
      'prompt: 80',
      'output: 100',
    ),
  },
  'what only a device can check': {
    text: fleet('{ profile: orin/tiny-q4, count: 2, device: { kind: batching, chunk: 64 } }'),
  },
  'an unknown profile': { text: fleet('{ profile: orin/tiny-q8, count: 2 }') },
  'an unknown cloud': { text: `${OFFICE}cloud: { profile: acme/lrage }\n` },
  'an inline profile with too little': {
    text: fleet('{ profile: { pace: { prefill: { perToken: 1ms }, step: { fixed: fast } } }, count: 2 }'),
  },
  'a model that does not fit its board': {
    text: fleet('{ profile: crumb/tiny-q4 }', '{ profile: orin/tiny-q4 }'),
  },
  'no strategy for several devices': { text: office({ strategy: '' }) },
  'no duration': { text: office({ duration: '' }) },
  'a warm-up as long as the run': { text: `${OFFICE}warmup: 10m\n` },
  'a fallback to no cloud': { text: `${OFFICE}fallback: cloud\n` },
  'patience that is said twice': {
    text: `${office({ workload: 'workload: { kind: users, count: 9, think: 1m, prompt: 80, output: 100, patience: { answer: 1m } }' })}patience: { answer: 2m }\n`,
  },
  'patience that is for nothing': { text: `${OFFICE}patience: { cancels: atStep }\n` },
  'work in flight to no cloud': { text: fleet('{ profile: orin/tiny-q4, inFlight: cloud }') },
  'retries that would wait less than the first': {
    text: `${OFFICE}retry: { elsewhere: 1, later: { first: 10s, upTo: 5s } }\n`,
  },
  'retries that come ever sooner': { text: `${OFFICE}retry: { later: { factor: 0.5 } }\n` },
  'an empty fleet without a cloud': { text: office({ fleet: 'fleet: []' }) },
  'a cloud strategy without a cloud': { text: office({ strategy: 'strategy: cloudOnly' }) },
  'a million machines and one': { text: fleet('{ profile: orin/tiny-q4, count: 1000001 }') },
  'more tenants than can be': {
    text: workload(
      'arrivals: { kind: poisson, rate: 1/s }',
      'prompt: 80',
      'output: 100',
      'tenants: 20000000',
    ),
  },
  'a trace in a format and with columns': {
    text: office({
      workload: 'workload: { kind: trace, file: requests.csv, format: azure, columns: { time: t } }',
    }),
  },
  'a limit without a limit': { text: limits(`${WINDOW} }`) },
  'a limit of two things': { text: limits(`${WINDOW}, requests: 10, tokens: 100 }`) },
  'a share of one machine for all': { text: limits(`${WINDOW}, scope: fleet, capacity: 0.8 }`) },
  'a limit of a cloud that is not there': { text: limits(`${WINDOW}, scope: cloud, requests: 10 }`) },
  'a share of capacity of a bucket': { text: limits('{ kind: tokenBucket, rate: 2/s, capacity: 0.8 }') },
  'a bucket in which no request fits': {
    text: limits('{ kind: tokenBucket, rate: 2/s, burst: 0.5 }'),
  },
  'what is in flight charged afterwards': {
    text: limits('{ kind: concurrency, tokens: 4000, charge: after }'),
  },
  'both requests and tokens in flight': { text: limits('{ kind: concurrency, requests: 4, tokens: 4000 }') },
  'a bucket of neither requests nor tokens': {
    text: limits('{ kind: tokenBucket, rate: 2/s, burst: 10, in: words }'),
  },
  'windows from nowhere': { text: limits('{ kind: fixedWindow, window: 60s, requests: 10, from: monday }') },
  'a largest charge without a largest answer': { text: limits(`${WINDOW}, tokens: 2400, charge: max }`) },
  'hardware without prices': { text: `${OFFICE}metrics: { hardware: { lifetime: 1095d } }\n` },
  'a table without a constant': {
    text: office({
      fleet: 'fleet: [{ profile: mystery/tiny-q4 }]',
      metrics: 'metrics: { responsiveness: table }',
    }),
  },
  'a varied node that is not there': { text: `${OFFICE}vary:\n  flet.0.count: [1, 2]\n` },
  'a varied item that is not there': { text: `${OFFICE}vary:\n  fleet.3.count: [1, 2]\n` },
  'a varied part of a number': { text: `${OFFICE}vary:\n  duration.hours: [1, 2]\n` },
  'a varied node without values': { text: `${OFFICE}vary:\n  strategy: []\n` },
  'a varied node with one bare value': { text: `${OFFICE}vary:\n  strategy: random\n` },
  'a varied node with one plugin': { text: `${OFFICE}vary:\n  strategy: { kind: powerOf, d: 2 }\n` },
  'a wrong value among the varied': { text: `${OFFICE}vary:\n  strategy: [random, loadAwre]\n` },
  'a value varied twice': { text: `${OFFICE}vary:\n  strategy: [random, random]\n` },
  'more cells than can be': {
    text: `${OFFICE}vary:\n${['seed', 'warmup', 'fleet.0.count', 'fleet.0.slots', 'duration', 'metrics.alpha'].map((path) => `  ${path}: [${Array.from({ length: 20 }, (_, i) => i + 1).join(', ')}]`).join('\n')}\n`,
  },
  'a claim about an unknown metric': { text: claim('{ metric: edge.utilisation, lessThan: 0.8 }') },
  'a claim that claims nothing': { text: claim('{ metric: edge.utilization }') },
  'a claim of two things': { text: claim('{ metric: edge.utilization, lessThan: 0.8, greaterThan: 0.1 }') },
  'a claim about what is not varied': {
    text: claim('{ metric: dropped, of: { strateg: random }, lessThan: 3 }'),
  },
  'a claim about an unknown cell': {
    text: claim('{ metric: dropped, of: { strategy: randm }, lessThan: 3 }'),
  },
  'a claim that compares a cell with itself': {
    text: claim('{ metric: dropped, lessThan: { strategy: random } }'),
  },
  'a claim about cells that cannot be': {
    text: claim('{ metric: dropped, where: { strategy: random }, of: { strategy: loadAware }, lessThan: 3 }'),
  },
  'a claim between bounds the wrong way round': { text: claim('{ metric: dropped, within: [3, 1] }') },
  'a strategy that needs an slo': { text: OFFICE.replace('loadAware', 'deadline') },
  'an option without a value': { text: OFFICE, set: ['fleet.0.count'] },
  'an option with a wrong value': { text: OFFICE, set: ['fleet.0.count=x'] },
  'an option for no such field': { text: OFFICE, set: ['flet.0.count=3'] },
  'an option for no such field inside': { text: OFFICE, set: ['fleet.0.cuont=3'] },
  'an option for no such item': { text: OFFICE, set: ['fleet.5.count=3'] },
  'an option that is not YAML': { text: OFFICE, set: ['strategy={ kind: powerOf'] },
  'an option with a wrong value among others': { text: OFFICE, vary: ['strategy=random,loadAwre'] },
  'an option with some names': { text: OFFICE, vary: ['fleet.0.count=few:1,4'] },
  'an option with no runs': { text: OFFICE, replications: 0 },
};

describe('a mistake is one screen', () => {
  it.each(Object.entries(CASES))('%s', async (name, { text, ...options }) => {
    const file = `recorded/${name.replaceAll(' ', '-')}.txt`;
    const plain = withoutPluginNames(refusal(text, options).format());
    await expect(`${plain}\n`).toMatchFileSnapshot(file);
  });

  /** Which plugins there are is no concern of a message's form: a new one must not change what is recorded. */
  function withoutPluginNames(screen: string): string {
    return screen.replace(/(allowed: ).*(; with options as)/g, '$1(the names of the folder)$2');
  }

  it('says every mistake of a file at once, in the order of the file', () => {
    const { mistakes } = refusal(
      `nam: office\nduration: 10m\nworkload: { arrivals: { kind: poisson, rate: -1 }, prompt: 80, output: many }\nfleet:\n  - { profile: orin/tiny, count: 0.5 }\nstrategy: best\n`,
    );
    expect(mistakes.map(({ line, path, message }) => `${line} ${path}: ${message}`)).toEqual([
      '1 : there is no nam here',
      '3 workload.arrivals.rate: cannot be -1',
      '3 workload.output: cannot be many',
      '5 fleet.0.profile: no profile is called orin/tiny',
      '5 fleet.0.count: cannot be 0.5',
      '6 strategy: there is no best',
    ]);
  });

  it('does not say what follows from a misspelt value or name under vary', () => {
    const about = (vary: string): string =>
      `${office({ vary: `vary: ${vary}` })}expect:\n  - { metric: dropped, of: { strategy: loadAware }, lessThan: { strategy: random } }\n`;
    for (const [vary, path] of [
      ['{ strategy: [random, loadAwar] }', 'strategy'],
      ['{ strategy: { random: random, loadAwar: { kind: loadAwar } } }', 'strategy.kind'],
      ['{ strategey: [random, loadAware] }', 'vary.strategey'],
      ['{ strategy: loadAware }', 'vary.strategy'],
      ['[random, loadAware]', 'vary'],
    ] as const)
      expect(refusal(about(vary)).mistakes.map((one) => one.path)).toEqual([path]);
    // What is wrong with another axis says nothing of this one.
    const two = '{ strategy: [random, weighted], fleet.0.count: [2, none] }';
    expect(refusal(about(two)).mistakes.map((one) => one.path)).toEqual([
      'fleet.0.count',
      'expect.0.of.strategy',
    ]);
  });

  it('lists what is beyond a screen in a line each', () => {
    const entries = Array.from({ length: 40 }, () => '  - { profile: orin/tiny-q4, count: -1 }').join('\n');
    const error = refusal(office({ fleet: `fleet:\n${entries}` }));
    expect(error.mistakes).toHaveLength(40);
    expect(error.format().split('\n').length).toBeLessThan(90);
    expect(error.format()).toMatch(/and 16 more\n\n40 mistakes$/);
  });

  it('names every strategy there is, and the one that was meant', () => {
    const [only, ...others] = refusal(OFFICE.replace('loadAware', 'loadAwre')).mistakes;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ line: 9, column: 11, length: 8, path: 'strategy', nearest: 'loadAware' });
    expect(only!.allowed).toContain(Object.keys(strategies).sort().join(', '));
  });

  it('marks with colour only when asked', () => {
    const error = refusal(OFFICE.replace('loadAware', 'loadAwre'));
    expect(error.message).not.toContain('\u001b');
    expect(error.format(true)).toContain('\u001b[31;1m^^^^^^^^\u001b[0m');
    // oxlint-disable-next-line no-control-regex
    expect(error.format(true).replace(/\u001b\[[\d;]*m/g, '')).toBe(error.format());
  });

  it('shows no control characters of the file', () => {
    const shown = refusal(OFFICE.replace('loadAware', '"\u009b2J\\e[2Jload"')).format();
    // oxlint-disable-next-line no-control-regex
    expect(shown).not.toMatch(/[\u001b\u009b]/);
  });

  it('cuts a long line around the mark', () => {
    const { mistakes, message } = refusal(fleetOf(50));
    expect(mistakes[0]!.column).toBeGreaterThan(1000);
    for (const line of message.split('\n')) expect(line.length).toBeLessThan(200);
    expect(message).toContain('^^^^');
  });

  it('tells every value of an axis that is wrong, and none twice', () => {
    const { mistakes } = refusal(`${OFFICE}vary:\n  strategy: [random, a, b]\n  fleet.0.count: [1, -1, x]\n`);
    expect(mistakes.map(({ message }) => message)).toEqual([
      'there is no a',
      'there is no b',
      'cannot be -1',
      'cannot be x',
    ]);
  });

  it('checks what is written under a varied node, though no cell has it', () => {
    const text = `${OFFICE.replace('loadAware', 'loadAwre')}vary:\n  strategy: [random, weighted]\n`;
    expect(refusal(text).mistakes.map(({ line }) => line)).toEqual([9]);
  });

  it('does not say that a mistyped field is missing as well', () => {
    const { mistakes } = refusal(OFFICE.replace('workload', 'workloads'));
    expect(mistakes.map(({ message }) => message)).not.toContain('workload is missing');
  });
});

function fleetOf(count: number): string {
  const entries = Array.from({ length: count }, () => '{ profile: orin/tiny-q4, count: 2 }').join(', ');
  return office({ fleet: `fleet: [${entries}, { profile: orin/tiny-q4, cout: 2 }]` });
}

describe('what is no mistake', () => {
  it('is the office itself', () => {
    expect(readOffice().cells).toHaveLength(1);
  });
  it('is an alias, and a mapping merged into another', () => {
    const text = office({
      fleet: 'fleet:\n  - &one { profile: orin/tiny-q4, count: 2 }\n  - { <<: *one, queue: 3 }\n  - *one',
    });
    const { fleet } = readOffice(text).cells[0]!.scenario;
    expect(fleet.map(({ count, queue }) => [count, queue])).toEqual([
      [2, null],
      [2, 3],
      [2, null],
    ]);
  });
  it('is a key without a value: it stands for the default', () => {
    const { scenario } = readOffice(`${OFFICE}limits:\ncloud:\nslo:\n`).cells[0]!;
    expect([scenario.limits, scenario.cloud, scenario.slo.ttft]).toEqual([[], null, null]);
  });
});
