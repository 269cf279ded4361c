import { existsSync, readdirSync, readFileSync, writeFileSync, appendFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { captured, edgewise } from '../cli/captured.ts';
import { inFolder } from '../cli/folder.ts';
import { observeFlags } from '../../src/cli/commands/observe/flags.ts';
import { runObserve } from '../../src/cli/commands/observe/act.ts';
import { requestsOf } from '../../src/scenario/requests.ts';
import { read } from '../../src/scenario/read.ts';
import { fakeServer, type Fake, type FakeOptions } from './fakeServer.ts';

inFolder();

const OFFICE = `name: office
seed: 3
duration: 600ms
workload:
  arrivals: { kind: poisson, rate: 45/s }
  prompt: { kind: lognormal, mean: 40, cv: 0.5 }
  output: { kind: lognormal, mean: 8, cv: 0.5 }
  tenants: 3
fleet:
  - { profile: orin-nano-8gb/qwen2.5-3b-q4 }
`;

interface Line {
  readonly request: number;
  readonly arrival: number;
  readonly due: number;
  readonly tenant: string;
  readonly prompt: number;
  readonly output: number;
  readonly asked?: number;
  readonly firstToken: number | null;
  readonly end: number;
  readonly status: string;
  readonly inFlight: number;
  readonly error?: string;
  readonly code?: number;
  readonly retryAfter?: number;
  readonly point?: string;
}

const fakes: Fake[] = [];
let number = 0;

async function fake(options: FakeOptions): Promise<Fake> {
  const made = await fakeServer(options);
  fakes.push(made);
  return made;
}

afterEach(async () => {
  for (const one of fakes.splice(0)) await one.close();
});

async function observe(url: string, ...more: readonly string[]) {
  const out = `out/${number++}`;
  writeFileSync('office.yaml', OFFICE);
  const file = more.includes('--grid') ? [] : ['office.yaml'];
  const said = await edgewise(['observe', url, ...file, '--out', out, ...more]);
  return {
    ...said,
    folder: out,
    ...(existsSync(`${out}/log.jsonl`) ? logOf(out) : { head: {}, lines: [] as Line[] }),
  };
}

function logOf(folder: string): { readonly head: Record<string, unknown>; readonly lines: Line[] } {
  const [head, ...lines] = readFileSync(`${folder}/log.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return {
    head: head as Record<string, unknown>,
    lines: (lines as Line[]).sort((a, b) => a.request - b.request),
  };
}

const planned = (): ReturnType<typeof requestsOf> =>
  requestsOf(read(OFFICE, { file: 'office.yaml' }).cells[0]!.scenario, {
    seed: 3,
    replication: 0,
    source: () => {
      throw new Error('no file');
    },
  });

describe('what is sent', () => {
  it("is the scenario's own workload: its arrivals, lengths and tenants", async () => {
    const server = await fake({ kind: 'llama-server' });
    const { code, lines, head, out } = await observe(server.url);
    expect(code).toBe(0);
    const wanted = planned();
    expect(lines.length).toBe(wanted.length);
    lines.forEach((line, k) => {
      expect(line).toMatchObject({
        request: k,
        tenant: String(wanted[k]!.tenant),
        prompt: wanted[k]!.prompt,
        output: wanted[k]!.output,
        status: 'ok',
      });
      expect(line.due).toBeCloseTo(wanted[k]!.at, 5);
      expect(line.arrival).toBeGreaterThanOrEqual(line.due);
      expect(line.firstToken!).toBeGreaterThan(line.arrival);
      expect(line.end).toBeGreaterThanOrEqual(line.firstToken!);
    });
    expect(head).toMatchObject({
      log: 'edgewise.log/1',
      endpoint: server.url,
      model: 'tiny',
      server: { kind: 'llama-server', version: 'b6500-abc' },
      slots: 2,
      load: 'open',
    });
    expect(out).toContain(`${wanted.length} answered`);
    expect(out).toMatch(/sent late by/);
    expect(out).toMatch(new RegExp(`\nAnswer ${wanted.length} of ${wanted.length} requests answered\\.\n$`));
  });

  it.each([
    ['llama-server', 'llama-server', '/completion'],
    ['vllm', 'completions', '/v1/completions'],
    ['openai', 'chat', '/v1/chat/completions'],
    ['ollama', 'ollama', '/api/generate'],
  ] as const)('goes to a %s by %s', async (kind, protocol, path) => {
    const server = await fake({ kind, around: kind === 'openai' ? 7 : 0 });
    const { code, lines, head } = await observe(server.url);
    expect(code).toBe(0);
    expect(head['protocol']).toBe(protocol);
    expect(new Set(server.asked.map((asked) => asked.path))).toEqual(new Set([path]));
    expect(lines.map(({ prompt }) => prompt)).toEqual(
      planned().map(({ prompt }) => Math.max(prompt, kind === 'openai' ? 8 : 1)),
    );
    expect(lines.map(({ output }) => output)).toEqual(planned().map(({ output }) => output));
  });

  it('asks Ollama for a chat where the path says so', async () => {
    const server = await fake({ kind: 'ollama' });
    const { head } = await observe(`${server.url}/api/chat`);
    expect(head['protocol']).toBe('ollama-chat');
  });

  it('finds out how many tokens a word has where there is no tokenizer', async () => {
    const server = await fake({ kind: 'openai', perWord: 1.5, around: 10 });
    const { lines, head } = await observe(server.url);
    expect(head['protocol']).toBe('chat');
    const wanted = planned();
    for (const [k, { prompt }] of lines.entries())
      expect(Math.abs(prompt - Math.max(12, wanted[k]!.prompt))).toBeLessThanOrEqual(1);
  });

  it('leaves out what a server refuses to know', async () => {
    const server = await fake({ kind: 'openai', strict: true });
    const { code } = await observe(server.url);
    expect(code).toBe(0);
    expect(server.asked.filter(({ body }) => 'ignore_eos' in body).length).toBe(1);
  });

  it('tells a server that can be told not to end early', async () => {
    const server = await fake({ kind: 'vllm' });
    await observe(server.url);
    for (const { body } of server.asked)
      expect(body).toMatchObject({ ignore_eos: true, min_tokens: body['max_tokens'] });
  });

  it('is never more at a time than was said, and says who waited', async () => {
    const server = await fake({ kind: 'llama-server', first: 60, step: 5 });
    const { lines, out } = await observe(server.url, '--in-flight', '2');
    expect(server.most()).toBe(2);
    expect(Math.max(...lines.map(({ inFlight }) => inFlight))).toBe(2);
    expect(out).toMatch(/held back, as 2 were at the server/);
    expect(Math.max(...lines.map(({ arrival, due }) => arrival - due))).toBeGreaterThan(0.1);
  });
});

describe('what goes wrong', () => {
  const only = (misdeed: NonNullable<FakeOptions['misdeed']>): FakeOptions => ({
    kind: 'llama-server',
    misdeed,
  });
  const third = (name: ReturnType<NonNullable<FakeOptions['misdeed']>>) => (k: number) =>
    k % 3 === 2 ? name : undefined;

  it('a refusal is recorded with when the server wants to be asked again, and not sent again', async () => {
    const server = await fake(only(third('refuse')));
    const { code, lines, out } = await observe(server.url);
    expect(code).toBe(0);
    const refused = lines.filter(({ status }) => status === 'refused');
    expect(refused.length).toBe(Math.floor(lines.length / 3));
    for (const line of refused)
      expect(line).toMatchObject({ code: 429, retryAfter: 7, output: 0, firstToken: null });
    for (const line of refused) expect(line.asked).toBeGreaterThan(0);
    expect(out).toContain(`${refused.length} refused`);
    expect(server.asked.filter(({ body }) => Number(body['n_predict']) > 1).length).toBe(lines.length);
  });

  it.each([
    ['fail', 'HTTP 500: {"error":{"message":"out of memory"}}'],
    ['cut', 'cut off'],
    ['malformed', 'an answer that cannot be understood: data: {"content":'],
    ['errorEvent', 'the cache is full'],
    ['empty', 'an answer with nothing in it'],
  ] as const)('an answer that ends in %s is an error, with the reason', async (misdeed, reason) => {
    const server = await fake(only((k) => (k === 4 ? misdeed : undefined)));
    const { code, lines, out } = await observe(server.url, '--set', 'workload.output=9');
    expect(code).toBe(0);
    const wrong = lines.filter(({ status }) => status !== 'ok');
    expect(wrong.map(({ status, error, output }) => [status, error, output])).toEqual([['error', reason, 0]]);
    expect(out).toContain('1 failed');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`what went wrong most often: ${reason}`);
  });

  it('a server that sends on to another host is not followed', async () => {
    const other = await fake({ kind: 'llama-server' });
    const server = await fake({ ...only(() => 'redirect'), elsewhere: `${other.url}/completion` });
    const { code, lines, err } = await observe(server.url);
    expect(code).toBe(1);
    expect(other.asked).toEqual([]);
    expect(lines[0]!.error).toContain('not followed');
    expect(err).toContain('no request was answered');
  });

  it('an answer that does not come in time is an error', async () => {
    const server = await fake(only((k) => (k === 1 ? 'silent' : undefined)));
    const { lines } = await observe(server.url, '--timeout', '900ms');
    const errors = lines.filter(({ status }) => status === 'error').map(({ error }) => error);
    // On a busy machine another may be late too.
    expect(new Set(errors)).toEqual(new Set(['no whole answer within 0.9 s']));
  });

  it('a short answer keeps what was asked beside what came', async () => {
    const server = await fake(only((k) => (k === 0 ? 'short' : undefined)));
    const { lines, out } = await observe(server.url, '--set', 'workload.output=9');
    expect(lines.every(({ asked, status }) => asked === 9 && status === 'ok')).toBe(true);
    expect(lines.map(({ output }) => output).sort((a, b) => a - b)).toEqual([
      5,
      ...lines.slice(1).map(() => 9),
    ]);
    expect(out).toContain('1 answer was not as long as asked');
  });

  it('Ctrl-C keeps what is there, and what was under way as stopped', async () => {
    writeFileSync('office.yaml', OFFICE);
    // Three are answered, the others never; when as many as may be wait for an answer, it is interrupted.
    const server = await fake(only((k) => (k >= 3 ? 'silent' : undefined)));
    const { terminal, said } = captured();
    let interrupt = (): void => undefined;
    const flags = observeFlags({
      url: server.url,
      file: 'office.yaml',
      out: 'out/interrupted',
      'in-flight': '4',
      set: ['workload.output=9'],
    });
    const ending = runObserve(flags, {
      ...terminal,
      onInterrupt: (call) => ((interrupt = call), () => undefined),
    });
    const waiting = setInterval(() => {
      if (server.asked.filter(({ body }) => Number(body['n_predict']) > 1).length >= 7) interrupt();
    }, 20);
    await expect(ending).rejects.toMatchObject({ code: 130 });
    clearInterval(waiting);
    const { lines } = logOf('out/interrupted');
    expect(lines.filter(({ status }) => status === 'ok').length).toBe(3);
    expect(lines.filter(({ status }) => status === 'cancelled').length).toBe(4);
    expect(said.out).toContain('stopped');
    expect(existsSync('out/interrupted/server.json')).toBe(true);
  });
});

describe('what is written', () => {
  it('the key goes to the server and into no file', async () => {
    const server = await fake({ kind: 'openai', key: 'secret-1234' });
    process.env['MY_KEY'] = 'secret-1234';
    try {
      const { code, folder, out, err } = await observe(server.url, '--key-env', 'MY_KEY');
      expect(code).toBe(0);
      expect(server.asked.every(({ authorization }) => authorization === 'Bearer secret-1234')).toBe(true);
      for (const name of readdirSync(folder))
        expect(readFileSync(`${folder}/${name}`, 'utf8')).not.toContain('secret');
      expect(out + err).not.toContain('secret');
    } finally {
      delete process.env['MY_KEY'];
    }
  });

  it('says where the key is looked for when there is none', async () => {
    const server = await fake({ kind: 'openai', key: 'secret-1234', models: ['tiny'] });
    const { code, err } = await observe(server.url, '--model', 'tiny');
    expect(code).toBe(2);
    expect(err).toContain('EDGEWISE_API_KEY');
  });

  it('says what the server is, how it was set, and what it counted', async () => {
    const server = await fake({ kind: 'llama-server' });
    const { folder, lines } = await observe(server.url);
    const said = JSON.parse(readFileSync(`${folder}/server.json`, 'utf8')) as {
      observed: { metrics: Record<string, number> };
    };
    expect(said).toMatchObject({
      kind: 'llama-server',
      version: 'b6500-abc',
      slots: 2,
      context: 1024,
      exactPrompts: true,
      exactOutput: true,
    });
    expect(said.observed.metrics['llamacpp:prompt_tokens_total']).toBe(
      lines.reduce((sum, { prompt }) => sum + prompt, 0),
    );
  });

  it('watts are read from a file that grows meanwhile', async () => {
    writeFileSync('meter.log', 'before 99 W\n');
    const reading = (): undefined => appendFileSync('meter.log', '12:00:00 12.5 W\n') as undefined;
    const server = await fake({ kind: 'llama-server', misdeed: reading });
    const { folder, out, lines } = await observe(server.url, '--power', 'meter.log');
    const [head, ...rows] = readFileSync(`${folder}/power.csv`, 'utf8').trimEnd().split('\n');
    expect(head).toBe('time,watts');
    expect(rows.length).toBe(lines.length);
    for (const row of rows) expect(row).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,12\.5$/);
    expect(out).toContain('12.5 W on average');
  });

  it('a log that is there is not written over', async () => {
    const server = await fake({ kind: 'llama-server' });
    const { folder } = await observe(server.url);
    const again = await edgewise(['observe', server.url, 'office.yaml', '--out', folder]);
    expect(again.code).toBe(2);
    expect(again.err).toContain('already has a log');
    expect((await edgewise(['observe', server.url, 'office.yaml', '--out', folder, '--force'])).code).toBe(0);
  });
});

describe('beforehand', () => {
  it('a dry run says how much, how long and what it costs, and sends nothing', async () => {
    const server = await fake({ kind: 'openai' });
    const { code, out } = await observe(server.url, '--dry-run', '--cloud', 'openai/gpt-4o-mini', '--json');
    expect(code).toBe(0);
    expect(server.asked).toEqual([]);
    const wanted = planned();
    const [prompt, output] = [
      wanted.reduce((s, r) => s + r.prompt, 0),
      wanted.reduce((s, r) => s + r.output, 0),
    ];
    const said = JSON.parse(out) as { dollars: number };
    expect(said).toMatchObject({
      requests: wanted.length,
      promptTokens: prompt,
      outputTokens: output,
      prices: 'openai/gpt-4o-mini',
    });
    expect(said.dollars).toBeCloseTo((0.15 * prompt + 0.6 * output) / 1e6, 9);
  });

  it.each([
    [['observe', 'http://user:pass@host:1', 'office.yaml'], 'password'],
    [['observe', 'ftp://host', 'office.yaml'], 'must be http or https'],
    [['observe', 'http://127.0.0.1:9', 'office.yaml'], 'nobody answers there'],
    [['observe', 'http://127.0.0.1:9'], 'FILE is missing'],
    [['observe', 'http://127.0.0.1:9', 'office.yaml', '--grid'], 'use either --grid or a file'],
    [['observe', 'http://127.0.0.1:9', 'office.yaml', '--streams', '3'], '--streams is for --grid'],
    [['observe', 'http://127.0.0.1:9', 'office.yaml', '--protocol', 'chatt'], 'did you mean chat'],
    [['observe', 'http://127.0.0.1:9', 'office.yaml', '--timeout', 'soon'], 'a time above 0'],
    [['observe', 'http://127.0.0.1:9', '--grid', '--outputs', '65,9'], 'the smaller first'],
  ])('%j is a mistake of one screen', async (args, says) => {
    writeFileSync('office.yaml', OFFICE);
    const { code, err } = await edgewise(args);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err.split('\n').length).toBeLessThan(12);
  });

  it('several models need a name', async () => {
    const server = await fake({ kind: 'openai', models: ['a', 'b'] });
    const { code, err } = await observe(server.url);
    expect(code).toBe(2);
    expect(err).toContain('has 2 models; choose one with --model: a, b');
  });
});

describe('a grid', () => {
  it('sends 1 to n at once until every point is known', async () => {
    const server = await fake({ kind: 'llama-server', first: 20, step: 4 });
    const { code, lines, out, head } = await observe(
      server.url,
      '--grid',
      '--precision',
      '40%',
      '--prompts',
      '31,101',
      '--outputs',
      '3,9',
      '--time',
      '30s',
    );
    expect(code).toBe(0);
    expect(head).toMatchObject({ load: 'grid', inFlight: 2 });
    expect(server.most()).toBe(2);
    const points = new Map<string, Line[]>();
    for (const line of lines) points.set(line.point!, [...(points.get(line.point!) ?? []), line]);
    expect([...points.keys()].sort()).toEqual([
      'b1-p101-o3',
      'b1-p101-o9',
      'b1-p31-o3',
      'b1-p31-o9',
      'b2-p101-o9',
      'b2-p31-o3',
      'b2-p31-o9',
      'f2',
    ]);
    for (const [name, rows] of points)
      if (name !== 'f2') expect(rows.length).toBeGreaterThanOrEqual(3 * Number(name[1]));
    expect(out).toMatch(/at once +prompt +output +rounds +first token/);
  });

  it('ends when its time is up, and says what is not known', async () => {
    const server = await fake({ kind: 'llama-server', first: 20, step: 4 });
    const { code, out } = await observe(server.url, '--grid', '--precision', '0.01%', '--time', '1s');
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /time ran out before \d+ points were known to 0.0100 %; increase it with --time/,
    );
  });
});
