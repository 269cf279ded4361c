import { describe, expect, it } from 'vitest';
import { boardName, engineName, isSparse, kindOfModel } from '../../src/calibration/names.ts';
import { KNOWN_BOARDS, KNOWN_MODELS } from '../../src/catalog/known.ts';

describe('names as people write them', () => {
  it.each([
    ['vLLM 0.26.0; kv fp8; prefix cache off', 'vllm'],
    ['llama.cpp b6500', 'llamacpp'],
    ['llama-server', 'llamacpp'],
    ['Ollama 0.20.1', 'ollama'],
    ['TensorRT-LLM 1.0', 'tensorrt-llm'],
    ['vllm-mine', 'vllm-mine'],
    ['llamacpp', 'llamacpp'],
    ['my own engine', 'my own engine'],
  ])('the engine %s is %s', (text, name) => {
    expect(engineName(text)).toBe(name);
  });

  it.each([
    ['DGX Spark GB10 128GB', 'dgx-spark-128gb'],
    ['NVIDIA Jetson Orin Nano 8 GB', 'orin-nano-8gb'],
    ['orin-nano-8gb', 'orin-nano-8gb'],
    ['Jetson Orin Nano', 'Jetson Orin Nano'],
    ['desk', 'desk'],
    ['', ''],
  ])('the board %s is %s', (text, name) => {
    expect(boardName(text, KNOWN_BOARDS)).toBe(name);
  });

  it('every board of the catalogue is known by its own name', () => {
    for (const { id } of KNOWN_BOARDS) expect(boardName(id, KNOWN_BOARDS)).toBe(id);
  });

  it('a model that was tuned is of the kind of the one it was tuned from, and only experts make it sparse', () => {
    const sparse = (name: string) => {
      const found = kindOfModel(name, KNOWN_MODELS);
      return found && isSparse(found);
    };
    expect(sparse('gemma-4-26b-a4b-it')).toBe(true);
    expect(sparse('mistral-small-4-119b')).toBe(true);
    // Keeps a part of its parameters for looking up, and is dense otherwise.
    expect(sparse('gemma-4-e2b-it')).toBe(false);
    expect(sparse('granite-4.1-8b')).toBe(false);
    expect(sparse('nobody-knows-7b')).toBeUndefined();
  });
});
