import { expect, test } from 'vitest';
import { BatchSize } from '../../src/executors/batchSize.ts';

test('a batch is a single job until it is known how long they take, and then some 25 ms of work', () => {
  const size = new BatchSize(4);
  expect(size.now()).toBe(1);
  size.learn(1, 2.5);
  expect(size.now()).toBe(10);
});

test('long jobs go alone, and a batch has an end however short they are', () => {
  const size = new BatchSize(4);
  size.learn(1, 3000);
  expect(size.now()).toBe(1);
  const quick = new BatchSize(4);
  quick.learn(1, 0);
  expect(quick.now()).toBe(256);
});

test('batches follow jobs that get longer', () => {
  const size = new BatchSize(4);
  size.learn(1, 1);
  const sizes = Array.from({ length: 12 }, () => {
    size.learn(1, 30);
    return size.now();
  });
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  expect(sizes.at(-1)).toBe(1);
});

test('the last batches are small, so that all workers end together', () => {
  const size = new BatchSize(4);
  size.left = 40;
  size.learn(8, 8);
  expect(size.now()).toBe(4);
  size.learn(30, 30);
  expect(size.now()).toBe(1);
});

test('where a batch travels far, the last ones are no smaller than what is worth it', () => {
  const size = new BatchSize(4, 2000, 2000, 50);
  size.left = 108;
  size.learn(8, 8);
  expect(size.now()).toBe(50);
});
