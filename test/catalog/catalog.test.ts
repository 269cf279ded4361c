import { describe, expect, it } from 'vitest';
import { shortName } from '../../src/catalog/catalog.ts';
import { editDistance, nearest } from '../../src/catalog/nearest.ts';
import { misfit } from '../../src/catalog/memory.ts';
import { shipped } from '../../src/catalog/shipped.ts';
import { makeDistribution } from '../../src/distribution.ts';

describe('the shipped catalogue', () => {
  it("finds every profile by its full name and by no one else's", () => {
    expect(new Set(shipped.names).size).toBe(shipped.names.length);
    for (const name of shipped.names) expect(shipped.findProfile(name).name).toBe(name);
  });

  it('has exactly one default for every model and quantisation on a board', () => {
    const shorts = new Set(shipped.profiles.map(shortName));
    for (const short of shorts)
      expect(shipped.profiles.filter((each) => each.isDefault && shortName(each) === short)).toHaveLength(1);
  });

  it('takes a name without engine and mode for the default, and keeps the name asked for', () => {
    const found = shipped.findProfile('orin-nano-8gb/qwen2.5-3b-q4');
    expect(found).toMatchObject({
      name: 'orin-nano-8gb/qwen2.5-3b-q4',
      engine: 'llamacpp',
      mode: '25w',
      isDefault: true,
    });
    expect(shipped.findProfile('orin-nano-8gb/qwen2.5-3b-q4-15w').mode).toBe('15w');
    expect(shipped.findProfile('orin-nano-8gb/llama3.2-1b-q4-ollama').engine).toBe('ollama');
  });

  it('names the nearest when there is no such profile or cloud', () => {
    expect(() => shipped.findProfile('agx-orin-64gb/qwen2.5-7b-q5')).toThrow(
      /no profile.*agx-orin-64gb\/qwen2\.5-7b-q4/,
    );
    expect(() => shipped.findCloud('openai/gpt4')).toThrow(/no cloud.*openai\/gpt-4/);
    expect(shipped.suggest('openai/gpt4o')[0]).toBe('openai/gpt-4o');
  });

  it('has the boards, models, engines and modes that were measured', () => {
    for (const name of [
      'agx-orin-64gb/deepseek-r1-qwen-1.5b-bf16-vllm-maxn',
      'agx-orin-64gb/deepseek-r1-llama-8b-bf16-vllm-maxn',
      'agx-orin-64gb/deepseek-r1-qwen-14b-bf16-vllm-maxn',
      'agx-orin-64gb/llama3.1-8b-q4-llamacpp-30w',
      'agx-orin-64gb/llama3.1-8b-iq4xs-llamacpp-maxn',
      'agx-orin-64gb/llama3.2-3b-w4a16-vllm-maxn',
      'agx-orin-64gb/llama3.1-8b-w4a16-vllm-maxn',
      'orin-nano-8gb/qwen2.5-0.5b-q4-llamacpp-7w',
      'orin-nano-8gb/gemma3-1b-q4-ollama-maxn',
      'orin-nano-8gb/llama3.2-1b-q4-ollama-15w',
      'orin-nano-8gb/bonsai-8b-q1-llamacpp-25w',
      'agx-orin-64gb/qwen2.5-7b-q4',
      'agx-orin-64gb/qwen2.5-3b-q4',
    ])
      expect(shipped.findProfile(name).name).toBe(name);
    expect(
      new Set(shipped.profiles.filter(({ board }) => board.startsWith('raspberry')).map(({ model }) => model))
        .size,
    ).toBeGreaterThanOrEqual(3);
  });

  it.each(shipped.profiles.map((profile) => [profile.name, profile] as const))(
    '%s is physical, fits its board and says where it comes from',
    (_, profile) => {
      const { prefill, step } = profile.pace;
      const { experts: { graphs: _graphs, ...experts } = {}, table, ...line } = step;
      for (const value of [
        ...Object.values(prefill),
        ...Object.values(line),
        ...Object.values(experts),
        ...(table ?? []),
        ...Object.values(profile.power),
      ])
        expect(value).toBeGreaterThanOrEqual(0);
      expect(step.fixed + step.perSequence).toBeGreaterThan(0);
      expect(prefill.fixed + prefill.perToken).toBeGreaterThan(0);
      expect(profile.power.decode).toBeGreaterThan(profile.power.idle);
      expect(profile.power.prefill).toBeGreaterThan(profile.power.idle);
      expect(profile.memory.weights).toBeGreaterThan(0);
      if (profile.memory.kvPerToken === 0)
        expect(profile.assumptions.join('\n')).toMatch(/cache per token is unknown: memory is not limited/);
      expect(misfit(profile)).toBeNull();
      expect(profile.sources.length).toBeGreaterThan(0);
      for (const { text, licence } of profile.sources) expect(text && licence).toBeTruthy();
      expect(profile.powerScope).not.toBe('');
      expect(profile.powerRule).not.toBe('');
      expect(profile.uncertainty.length).toBeGreaterThan(0);
      expect(profile.errors.crossValidated === null).toBe(profile.fit !== 'dense');
    },
  );

  it.each(shipped.clouds.map((cloud) => [cloud.name, cloud] as const))(
    '%s has a price, a spread of delays above nothing, and says what of it is assumed',
    (_, cloud) => {
      expect(cloud.price.input).toBeGreaterThan(0);
      expect(cloud.price.output).toBeGreaterThanOrEqual(cloud.price.input);
      for (const spread of [cloud.roundTrip, cloud.ttft, cloud.decodeSpeed]) {
        const made = makeDistribution(spread);
        expect(made.quantile(0.5)).toBeGreaterThan(0);
        expect(made.quantile(0.95)).toBeGreaterThanOrEqual(made.quantile(0.5));
      }
      expect(cloud.assumptions.length).toBeGreaterThan(0);
    },
  );

  it('has GPT-4 as the paper needs it: 1.65 cents for 100 tokens in and 225 out', () => {
    const gpt4 = shipped.findCloud('openai/gpt-4');
    expect((100 * gpt4.price.input + 225 * gpt4.price.output) / 1e6).toBeCloseTo(0.0165, 10);
    expect(gpt4).toMatchObject({ quality: 0.97, responsiveness: 0.71 });
  });
});

describe('the nearest names', () => {
  it('counts insertions, deletions, replacements and swaps as one edit', () => {
    expect(editDistance('agx', 'agx')).toBe(0);
    expect(editDistance('agx', 'gax')).toBe(1);
    expect(editDistance('qwen', 'qwens')).toBe(1);
    expect(editDistance('q4', 'q8')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
  });

  it('puts names that begin with what was typed first', () => {
    expect(nearest('openai/g', ['openai/a', 'openai/gpt-4o-mini'])[0]).toBe('openai/gpt-4o-mini');
  });
});
