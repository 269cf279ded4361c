import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import { SLOW } from './test/slow.ts';
import base from './vitest.config.ts';

const slow = SLOW.map((name) => `test/${name}${name.endsWith('/') ? '**' : '.test.ts'}`);

export default mergeConfig(
  base,
  defineConfig({
    test: {
      exclude: [...configDefaults.exclude, ...slow],
    },
  }),
);
