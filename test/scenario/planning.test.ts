import { describe, expect, test } from 'vitest';
import { read } from '../../src/scenario/read.ts';
import { OFFICE, readOffice, refusal, SHELF } from './shelf.ts';

const CLOUD = 'fallback: cloud\ncloud: { profile: acme/large }\n';
const ASKED = `${OFFICE}${CLOUD}slo: { ttft: 2s }\n`;
const PLAN = `plan:
  candidates:
    - { profile: orin/tiny-q4, price: 249 $, count: 0..6, queue: 2 }
    - { profile: nano/tiny-q4, price: 99 $, count: 2 }
`;

/** What is said of the file with this in the place of that. */
const said = (from: string, to: string): string => refusal(`${ASKED}${PLAN}`.replace(from, to)).message;

describe('what may be bought', () => {
  test('is read with its bounds, its prices and everything that is not said', () => {
    const { planning } = readOffice(`${ASKED}${PLAN}`);
    expect(
      planning!.candidates.map(({ count, price, queue, slots }) => ({ count, price, queue, slots })),
    ).toEqual([
      { count: { least: 0, most: 6 }, price: 249, queue: 2, slots: 1 },
      { count: { least: 2, most: 2 }, price: 99, queue: null, slots: 1 },
    ]);
    expect(planning).toMatchObject({
      lifetime: 1095 * 86400,
      busy: null,
      growth: [1],
      per: 'request',
      budget: null,
    });
    expect(planning!.cloudShare).toEqual({ requests: null, tokens: null });
    expect(readOffice(ASKED).planning).toBeUndefined();
  });

  test('takes a share of the requests, or of both', () => {
    const share = (written: string): unknown =>
      readOffice(`${ASKED}${PLAN}  cloudShare: ${written}\n`).planning!.cloudShare;
    expect(share('20 %')).toEqual({ requests: 0.2, tokens: null });
    expect(share('{ tokens: 0.3 }')).toEqual({ requests: null, tokens: 0.3 });
  });

  test('reads back from the resolved file', () => {
    const more = '  growth: [1, 2]\n  busy: 176h\n  p95: { e2e: 20s }\n  cloudShare: 10 %\n  per: day\n';
    const scenarioFile = readOffice(`${ASKED}${PLAN}${more}`);
    const again = read(scenarioFile.text, { file: 'resolved.yaml' });
    expect(again.planning).toEqual(scenarioFile.planning);
    expect(again.text).toBe(scenarioFile.text);
  });

  test('may be changed from the command line', () => {
    const set = ['plan.candidates.0.count=1..3', 'plan.budget=30 $'];
    const { planning } = read(`${ASKED}${PLAN}`, { file: 'office.yaml', catalogue: SHELF, set });
    expect(planning!.candidates[0]!.count).toEqual({ least: 1, most: 3 });
    expect(planning!.budget).toBe(30);
  });

  test.each([
    ['0..6', '6..0', 'plan.candidates.0.count: cannot be 6..0', 'the smaller number first'],
    ['0..6', 'some', 'plan.candidates.0.count: cannot be some', 'a range such as 0..6'],
    ['count: 2 }', 'count: 0..90000 }', 'plan.candidates: make 630007 fleets', '200000 at most'],
    [
      'orin/tiny-q4, price',
      'orin/tony-q4, price',
      'no profile is called orin/tony-q4',
      'did you mean orin/tiny-q4?',
    ],
    ['nano/tiny-q4', 'crumb/tiny-q4', 'crumb/tiny-q4 does not fit', '2.5 GB too large'],
    ['price: 249 $, ', '', 'plan.candidates.0: price is missing', 'an amount of money'],
    ['queue: 2 }', 'quue: 2 }', 'there is no quue here', 'did you mean queue?'],
    ['strategy: loadAware\n', '', 'strategy is missing: there is more than one device', 'shortestCompletion'],
    ['slo: { ttft: 2s }\n', '', 'plan: asks nothing of a fleet', 'slo: { ttft, e2e or tpot }'],
    ['queue: 2 }', 'queue: 2, device: { kind: batching, chunk: 5 } }', 'plan.candidates.0.device.chunk', ''],
    [PLAN, `${PLAN}  growth: 50 %\n`, 'plan.growth: cannot be 50 %', 'for instance [1, 1.5]'],
  ])('%s as %s is a mistake that says where and what', (from, to, what, allowed) => {
    const message = said(from, to);
    expect(message).toContain(what);
    expect(message).toContain(allowed);
    expect(message).toContain('^');
  });

  test('a plan with nothing in it is told what belongs there', () => {
    expect(refusal(`${ASKED}plan: {}\n`).mistakes).toContainEqual(
      expect.objectContaining({
        message: 'candidates is missing',
        allowed: expect.stringContaining(
          '[{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 1..4, price: 249 $ }]',
        ) as string,
      }),
    );
  });

  test('a strategy that is missing is said once: of the fleet, or of what may be bought where that has one machine', () => {
    const without = `${ASKED}${PLAN}`.replace('strategy: loadAware\n', '');
    expect(refusal(without).mistakes.map(({ message }) => message)).toEqual([
      'strategy is missing: there is more than one device',
    ]);
    expect(refusal(without.replace(/^fleet:\n(?: .*\n)+/m, '')).mistakes).toEqual([
      expect.objectContaining({
        message: 'strategy is missing: fleets of the plan have more than one device',
        missing: 'strategy',
        allowed: expect.stringContaining('loadAware') as string,
      }),
    ]);
  });

  test('cannot have a share of a cloud that is not there', () => {
    const text = `${OFFICE}slo: { ttft: 2s }\n${PLAN}  cloudShare: 10 %\n`;
    expect(refusal(text).message).toContain('is a share of a cloud that the file does not have');
  });
});
