import { expect, it } from 'vitest';
import { plan } from '../../../src/cli/commands/plan.ts';
import { run } from '../../../src/cli/commands/run.ts';
import { typedAgain } from '../../../src/cli/flags/typedAgain.ts';

it('what changes the results is typed again, in the order of the help, and what says where and how is not', () => {
  const typed = { seed: '7', set: ['a=1', "b=it's"], tenants: true, out: 'there', workers: '2', quiet: true };
  expect(typedAgain(run, { file: 'my file.yaml', ...typed })).toBe(
    `edgewise run 'my file.yaml' --set a=1 --set 'b=it'\\''s' --seed 7 --tenants`,
  );
});

it('a switch that is turned off, and an option whose value may be left out, stay what they were', () => {
  expect(typedAgain(plan, { file: 'a.yaml', 'model-error': false, grid: true })).toBe(
    'edgewise plan a.yaml --grid --model-error=false',
  );
  expect(typedAgain(run, { file: 'a.yaml', requests: 'requests.parquet' })).toBe(
    'edgewise run a.yaml --requests',
  );
  expect(typedAgain(run, { file: 'a.yaml', requests: 'requests.csv' })).toBe(
    'edgewise run a.yaml --requests requests.csv',
  );
});
