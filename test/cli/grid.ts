/** Measurements of one model on one board, from the project's own tables. */
import { readFileSync } from 'node:fs';

const FILE = new URL('../../calibration/measurements/agx-orin-64gb.csv', import.meta.url);

export function grid(): string {
  const [head, ...rows] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
  return [
    head,
    ...rows.filter((row) => row.startsWith('agx-orin-64gb,deepseek-r1-qwen-1.5b,bf16,vllm,maxn,')),
  ].join('\n');
}
